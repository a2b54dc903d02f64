// A file for a preview: of text the beginning is enough, a workbook has to be whole.
export const MOST_BYTES = 600_000;
export const ENDINGS = [".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson"] as const;

const FORMATS: Record<string, "csv" | "xlsx" | "json" | "jsonl"> = { xlsx: "xlsx", json: "json", jsonl: "jsonl", ndjson: "jsonl" };

export const formatOf = (name: string): "csv" | "xlsx" | "json" | "jsonl" => FORMATS[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? "csv";

const NEW_LINE = 10;

/** The bytes to send: cut behind the last whole line where lines are what the file is made of. */
export const beginningOf = (bytes: Uint8Array, name: string): Uint8Array => {
  if (bytes.length <= MOST_BYTES) return bytes;
  const cut = bytes.subarray(0, MOST_BYTES);
  const end = formatOf(name) === "json" ? -1 : cut.lastIndexOf(NEW_LINE);
  return end < 0 ? cut : cut.subarray(0, end + 1);
};

export const isTooLarge = (file: File): boolean => formatOf(file.name) === "xlsx" && file.size > MOST_BYTES;

const CHUNK = 0x8000;

export const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
};

export const forPreview = async (file: File): Promise<{ name: string; content: string }> => {
  const bytes = new Uint8Array(await file.slice(0, isTooLarge(file) ? file.size : MOST_BYTES + 1).arrayBuffer());
  return { name: file.name, content: base64(beginningOf(bytes, file.name)) };
};
