// A mapping as it is edited: where each field's text comes from, and how that is written down.
import type { Schema } from "@/api/client";

import { requiredFields, type Target } from "./targets";

export type Mapping = Schema["Mapping"];
export type FieldMapping = Schema["FieldMapping"];
export const ORIGINS = ["column", "first_of", "template", "constant", "expression"] as const;
export type Origin = (typeof ORIGINS)[number];

/** A stored mapping, which the API checked when it was declared, and whose schema it gives as a map. */
export const mappingOf = (stored: Record<string, unknown>): Mapping => stored as Mapping;

/** A mapping to begin with: each required field from a column of its own name. */
export const beginning = (target: Target): Mapping => ({
  target,
  fields: Object.fromEntries(
    [...requiredFields(target), ...(target === "daily_metrics" ? ["day", "clicks"] : [])].map((field) => [field, { column: field }]),
  ),
});

export const originOf = (field: FieldMapping | undefined): Origin | null =>
  ORIGINS.find((origin) => field?.[origin] !== undefined && field[origin] !== null) ?? null;

// The second column of a header is written as in templates: {followers#2}.
const NTH = /^(.+)#(\d+)$/;

export const columnText = ({ column, nth }: Schema["ColumnRef"]): string => (nth && nth > 1 ? `${column}#${nth}` : column);

export const columnOf = (text: string): Schema["ColumnRef"] => {
  const found = NTH.exec(text);
  return found?.[1] ? { column: found[1], nth: Number(found[2]) } : { column: text };
};

/** The columns of a file by names that tell those of the same header apart. */
export const columnNames = (header: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  const named = header.map((column) => {
    const nth = (seen.get(column) ?? 0) + 1;
    seen.set(column, nth);
    return columnText({ column, nth });
  });
  return named;
};

/** What a field's text comes from, as one line. */
export const sourceText = (field: FieldMapping | undefined): string => {
  switch (originOf(field)) {
    case "column":
      return columnText({ column: field?.column ?? "", nth: field?.nth });
    case "first_of":
      return (field?.first_of ?? []).map(columnText).join(", ");
    case "template":
      return field?.template ?? "";
    case "constant":
      return String(field?.constant);
    case "expression":
      return field?.expression ?? "";
    default:
      return "";
  }
};

const withoutOrigin = (field: FieldMapping | undefined): FieldMapping => {
  const { column: _column, nth: _nth, first_of: _firstOf, template: _template, constant: _constant, expression: _expression, ...rest } = field ?? {};
  return rest;
};

/** The same field made of something else; what else is declared about it stays. */
export const madeOf = (field: FieldMapping | undefined, origin: Origin, text: string | readonly string[]): FieldMapping => {
  const rest = withoutOrigin(field);
  if (origin === "first_of") return { ...rest, first_of: [text].flat().map(columnOf) };
  const one = [text].flat()[0] ?? "";
  if (origin === "column") return { ...rest, ...columnOf(one) };
  return { ...rest, [origin]: one };
};

/** The mapping with one field declared anew; undefined takes it out. */
export const withField = (mapping: Mapping, name: string, field: FieldMapping | undefined): Mapping => {
  const { [name]: _before, ...others } = mapping.fields;
  return { ...mapping, fields: field ? { ...mapping.fields, [name]: field } : others };
};

/** Options that hold for another target, too, and none that do not. */
export const forTarget = (mapping: Mapping, target: Target): Mapping => {
  const { cancellation: _cancellation, spread: _spread, ...rest } = mapping;
  return { ...rest, ...beginning(target), target };
};

/** How many options of a field are declared beside where it comes from. */
export const optionCount = (field: FieldMapping | undefined): number => Object.keys(withoutOrigin(field)).length;

/** Read what was typed as JSON; the reason where it is none. */
export const readJson = (text: string): { mapping: Mapping } | { error: string } => {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || !("target" in read) || !("fields" in read)) return { error: "{target, fields}" };
    return { mapping: mappingOf(read as Record<string, unknown>) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};
