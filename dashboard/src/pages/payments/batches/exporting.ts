import { api, type Schema } from "@/api/client";
import { download } from "@/ui/download";

export type Format = Schema["FileFormat"];

const NAMED = /filename="?([^";]+)"?/;
const ENDINGS: Record<Format, string> = { "pain.001": "xml", csv: "csv" };

/** Fetch the file for the bank and save it. It holds full account numbers, so no copy of it stays in memory. */
export const exportBatch = async (batch_id: number, format: Format): Promise<void> => {
  const { response, data } = await api.GET("/api/payments/batches/{batch_id}/export", { params: { path: { batch_id }, query: { format } }, parseAs: "blob" });
  const name = NAMED.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `batch-${batch_id}.${ENDINGS[format]}`;
  const address = URL.createObjectURL(data as unknown as Blob);
  download(name, address);
  URL.revokeObjectURL(address);
};
