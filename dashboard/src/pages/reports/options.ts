// What may be asked of a file beside its content. Pure.
import type { Schema } from "@/api/client";

import type { Kind } from "./kinds";

export type Format = Schema["ReportFormat"];
export type Options = Schema["ReportOptions"];

/** Whose separators numbers may have; one of each way of writing them comes first. */
export const LANGUAGES = ["en", "de", "es", "fr", "it", "nl"] as const satisfies readonly NonNullable<Options["language"]>[];

/** Turkish is not among the languages of files; German writes numbers in the same way. */
export const usualLanguage = (language: string): NonNullable<Options["language"]> => (language === "tr" ? "de" : "en");

/** Only what the format knows: paper of a PDF, table and byte order mark of CSV. */
export const optionsFor = (formats: readonly Format[], options: Options, kind: Pick<Kind, "tables">): Options => ({
  language: options.language,
  ...(formats.includes("pdf") ? { paper: options.paper, archive: options.archive } : {}),
  ...(formats.includes("csv") ? { bom: options.bom, table: kind.tables.some(({ table }) => table === options.table) ? options.table : null } : {}),
});
