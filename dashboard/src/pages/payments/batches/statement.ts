// What a bank's statement looks like before it is read: its format, and of a CSV its columns. Pure.
import type { Schema } from "@/api/client";

export type Columns = Required<Schema["ColumnNames"]>;
export type Delimiter = NonNullable<Schema["StatementIn"]["delimiter"]>;
export type Format = Schema["StatementFormat"];

/** The API takes no more at once; longer statements are sent in parts. */
export const LONGEST = 900_000;
export const DELIMITERS = [",", ";", "\t", "|"] as const satisfies readonly Delimiter[];
export const FIELDS = ["end_to_end_id", "amount", "outcome", "booked_on", "reason"] as const satisfies readonly (keyof Columns)[];

/** How banks call these columns, in English, German and Turkish. */
const WORDS: Record<(typeof FIELDS)[number], RegExp> = {
  end_to_end_id: /end.?to.?end|e2e|reference|referenz|referans/i,
  amount: /amount|betrag|tutar/i,
  outcome: /outcome|status|state|durum/i,
  booked_on: /book|value|date|buchung|valuta|tarih/i,
  reason: /reason|grund|neden|sebep/i,
};

const withoutMark = (content: string): string => content.replace(/^\uFEFF/, "");

export const formatOf = (content: string): Format => (withoutMark(content).trimStart().startsWith("<") ? "camt.053" : "csv");

const firstLine = (content: string): string => withoutMark(content).split(/\r?\n/, 1)[0] ?? "";

/** The mark that parts the most cells of the heading. */
export const delimiterOf = (content: string): Delimiter => {
  const line = firstLine(content);
  const cells = (mark: Delimiter) => line.split(mark).length;
  return DELIMITERS.reduce((best, mark) => (cells(mark) > cells(best) ? mark : best));
};

export const headingOf = (content: string, delimiter: Delimiter): string[] => {
  const names = firstLine(content)
    .split(delimiter)
    .map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return [...new Set(names)].filter((name) => name !== "");
};

/** Where a semicolon parts cells, a comma mostly parts the cents. */
export const decimalOf = (delimiter: Delimiter): "." | "," => (delimiter === ";" ? "," : ".");

/** Which column is probably which; a column is taken once. */
export const guess = (heading: readonly string[]): Columns => {
  const left = new Set(heading);
  const found = FIELDS.map((field) => {
    const name = [...left].find((one) => one === field) ?? [...left].find((one) => WORDS[field].test(one)) ?? null;
    if (name !== null) left.delete(name);
    return [field, name] as const;
  });
  const by = Object.fromEntries(found);
  return { end_to_end_id: by.end_to_end_id ?? "", amount: by.amount ?? "", outcome: by.outcome ?? null, booked_on: by.booked_on ?? null, reason: by.reason ?? null };
};
