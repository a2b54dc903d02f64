/** Save text, or what an address holds, under a name. */
export const download = (name: string, content: string, type?: string): void => {
  const address = type ? URL.createObjectURL(new Blob([content], { type })) : content;
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N} ._-]+/gu, "_");
  link.click();
  if (type) URL.revokeObjectURL(address);
};

// A spreadsheet takes text that begins like this for a formula.
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, with the keys of the first row as heading. */
export const toCsv = (rows: readonly Record<string, unknown>[]): string => {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((row) => row.map(cell).join(",")).join("\r\n");
};
