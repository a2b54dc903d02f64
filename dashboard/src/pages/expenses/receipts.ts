// A receipt goes straight to the storage: the API gives a link, the browser PUTs the file there, the API looks into it.
import { api } from "@/api/client";
import { Problem } from "@/api/problem";

import type { Expense } from "./data";

export const MOST_BYTES = 10 * 1024 * 1024;
export const ACCEPTED = ".pdf,.png,.jpg,.jpeg";
const ENDINGS = /\.(pdf|png|jpe?g)$/i;
// What a name may not hold: folders, and what a terminal or a header would choke on.
// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[\x00-\x1f\x7f-\x9f/\\:*?"<>|]+/g;
const LONGEST = 100;

export type Fault = "kind" | "size" | "empty";

/** Why a file cannot be a receipt, before it is sent. */
export const faultOf = ({ name, size }: Pick<File, "name" | "size">): Fault | null => {
  if (!ENDINGS.test(name)) return "kind";
  if (size > MOST_BYTES) return "size";
  return size === 0 ? "empty" : null;
};

/** A file's name as the API takes it: its ending stays, what is too long is cut before it. */
export const nameOf = (name: string): string => {
  const clean = name.replace(NOT_IN_NAMES, "_");
  const ending = ENDINGS.exec(clean)?.[0] ?? "";
  return clean.slice(0, clean.length - ending.length).slice(0, LONGEST - ending.length).concat(ending);
};

const put = async (address: string, file: File): Promise<void> => {
  let answer: Response;
  try {
    answer = await fetch(address, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body: file });
  } catch {
    throw Problem.offline();
  }
  if (!answer.ok) throw new Problem(answer.status, "upload_refused", answer.statusText, answer.headers.get("x-ms-request-id"));
};

/** Give an expense its receipt; returns the expense as it is then. */
export const giveReceipt = async (expense_id: number, file: File): Promise<Expense> => {
  const path = { expense_id };
  const { data: link } = await api.POST("/api/expenses/{expense_id}/receipt", { params: { path }, body: { file_name: nameOf(file.name) } });
  if (!link) throw Problem.offline();
  await put(link.upload_url, file);
  const { data } = await api.POST("/api/expenses/{expense_id}/receipt/confirm", { params: { path } });
  if (!data) throw Problem.offline();
  return data;
};
