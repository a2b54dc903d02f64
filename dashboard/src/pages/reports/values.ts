// The filters of a report: read from an address, from what was saved, and given to the API. Pure.
import type { operations } from "@/api/schema";
import { WINDOWS } from "@/ui/filters";

import type { Days, Field } from "./kinds";

export type Value = string | number | boolean | readonly string[] | readonly number[];
export type Values = Readonly<Record<string, Value>>;
/** What is to be another; undefined and null take away. */
export type Changes = Readonly<Record<string, Value | null | undefined>>;

export type ChartQuery = NonNullable<operations["get_chart"]["parameters"]["query"]>;

export const USUAL_WINDOW = "90d";
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Filters that mean the same in every kind: they stay when another kind is chosen. */
const COMMON = ["window", "from", "to", "influencer_id", "campaign_id", "product_id", "category", "platform"];
const CHARTED: readonly string[] = [
  "window", "from", "to", "influencer_id", "campaign_id", "product_id", "category", "platform",
  "status", "by", "compare", "against", "tier", "metrics", "dimensions", "models", "lookback", "of", "sort", "limit",
] satisfies (keyof ChartQuery)[];
const MOST_CHARTED = 200;

const isValue = (value: unknown): value is Value =>
  ["string", "number", "boolean"].includes(typeof value) ||
  (Array.isArray(value) && (value.every((one) => typeof one === "string") || value.every((one) => typeof one === "number")));

/** What was saved as a map of anything, as filters. */
export const valuesOf = (saved: Readonly<Record<string, unknown>>): Values => {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(saved)) if (isValue(value)) values[name] = value;
  return values;
};

const readDays = (days: Days, search: URLSearchParams): Values => {
  const [from, to, window] = [search.get("from") ?? "", search.get("to") ?? "", search.get("window") ?? ""];
  if (days !== "none" && DAY.test(from) && DAY.test(to)) return { from, to };
  if (days !== "window") return {};
  return { window: (WINDOWS as readonly string[]).includes(window) ? window : USUAL_WINDOW };
};

const readField = (field: Field, given: readonly string[]): Value | undefined => {
  const [first] = given;
  const numbers = given.map(Number).filter(Number.isInteger);
  if (first === undefined) return undefined;
  if (field.type === "records") return numbers.length > 0 ? numbers.slice(0, field.most) : undefined;
  if (field.type === "number") return numbers[0];
  if (field.type === "switch") return first === "true" ? true : undefined;
  const known = field.options ? given.filter((one) => field.options?.includes(one)) : given;
  return field.type === "many" ? (known.length > 0 ? known.slice(0, field.most) : undefined) : known[0];
};

/** The filters of an address, those that the kind declares and that make sense. */
export const readValues = (fields: readonly Field[], days: Days, search: URLSearchParams): Values => {
  const found = fields.map((field) => [field.name, readField(field, search.getAll(field.name))] as const);
  return valuesOf({ ...readDays(days, search), ...Object.fromEntries(found) });
};

/** Filters with changes made to them; days and a window replace each other. */
export const changed = (values: Values, changes: Changes): Values => {
  const kept = Object.entries({ ...values, ...changes }).filter(([, value]) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0));
  return valuesOf(Object.fromEntries(kept));
};

/** What of an address stays when another kind is chosen. */
export const keptFor = (kind: string, search: URLSearchParams): URLSearchParams => {
  const kept = new URLSearchParams({ kind });
  for (const [name, value] of search) if (COMMON.includes(name)) kept.append(name, value);
  return kept;
};

/** The same filters for GET charts; null where charts do not know one of them, so what they show would be something else. */
export const chartQuery = (values: Values): ChartQuery | null => {
  const { limit, ...others } = values;
  if (Object.keys(others).some((name) => !CHARTED.includes(name))) return null;
  // Charts draw few rows, whatever the length of the table.
  return { ...others, ...(typeof limit === "number" && limit <= MOST_CHARTED ? { limit } : {}) } as ChartQuery;
};

/** Without its days: a schedule counts them back from when it is made. */
export const withoutDays = (values: Values): Values => changed(values, { window: null, from: null, to: null });
