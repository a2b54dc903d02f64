// What a kind of report can be asked for: its JSON schema, read as the fields of a form. Pure.
import type { Schema } from "@/api/client";

export type Kind = Schema["ReportKindOut"];
export type RecordName = "influencer_id" | "campaign_id" | "product_id";

/** `isEither`: at least one of those that say so has to be chosen. */
type Named = { name: string; isRequired: boolean; isEither?: true };
export type Field = Named &
  (
    | { type: "records"; name: RecordName; most: number }
    | { type: "many"; options: readonly string[] | null; most: number }
    | { type: "one"; options: readonly string[] | null; usual: string | null }
    | { type: "switch" }
    | { type: "number"; least?: number; most?: number; usual: number | null }
  );

/** Which days a kind is about: a window or days, days only, or none at all. */
export type Days = "window" | "days" | "none";

const OF_DAYS = ["window", "from", "to"];
// Names a page of a list, computes what no table of the file shows, or is asked for elsewhere.
const UNASKED = ["cursor", "live", "seasonality", "name"];
const RECORDS: readonly string[] = ["influencer_id", "campaign_id", "product_id"] satisfies RecordName[];
const MOST = 200;

type Json = Record<string, unknown>;
const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const mapOf = (value: unknown): Json => (isMap(value) ? value : {});
const textsOf = (value: unknown): string[] | null => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : null);
const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** A property with what it refers to, and without the null that only says that it may be left out. */
const resolved = (property: Json, definitions: Json): Json => {
  const [, found] = typeof property.$ref === "string" ? (/^#\/\$defs\/(.+)$/.exec(property.$ref) ?? []) : [];
  if (found) return { ...mapOf(definitions[found]), ...property };
  const given = Array.isArray(property.anyOf) ? property.anyOf.filter(isMap).find((one) => one.type !== "null") : undefined;
  return given ? { ...resolved(given, definitions), default: property.default, description: property.description } : property;
};

const fieldOf = (name: string, property: Json, definitions: Json, isRequired: boolean): Field | null => {
  const { type, items, ...rest } = resolved(property, definitions);
  // Tuples of the API declare their length as that of a text.
  const most = numberOf(rest.maxItems) ?? numberOf(rest.maxLength) ?? MOST;
  if (type === "array" && RECORDS.includes(name)) return { type: "records", name: name as RecordName, most, isRequired };
  if (type === "array") return { type: "many", name, options: textsOf(resolved(mapOf(items), definitions).enum), most, isRequired };
  if (type === "boolean") return { type: "switch", name, isRequired };
  if (type === "integer" || type === "number") return { type: "number", name, least: numberOf(rest.minimum), most: numberOf(rest.maximum), usual: numberOf(rest.default) ?? null, isRequired };
  if (type === "string") return { type: "one", name, options: textsOf(rest.enum), usual: typeof rest.default === "string" ? rest.default : null, isRequired };
  return null;
};

/** What is asked comes before what it is narrowed to. */
const placeOf = ({ isRequired, name }: Field): number => (isRequired ? 0 : name === "dimensions" ? 1 : 2);

/** The filters of a kind as fields, without its days. */
export const fieldsOf = ({ filters }: Pick<Kind, "filters">): Field[] => {
  const definitions = mapOf(filters.$defs);
  const required = textsOf(filters.required) ?? [];
  const either = (Array.isArray(filters.anyOf) ? filters.anyOf : []).flatMap((one) => textsOf(mapOf(one).required) ?? []);
  return Object.entries(mapOf(filters.properties))
    .filter(([name]) => !OF_DAYS.includes(name) && !UNASKED.includes(name))
    .map(([name, property]) => fieldOf(name, mapOf(property), definitions, required.includes(name)))
    .filter((field) => field !== null)
    .map((field) => (either.includes(field.name) ? { ...field, isEither: true as const } : field))
    .sort((one, other) => placeOf(one) - placeOf(other));
};

export const daysOf = ({ filters }: Pick<Kind, "filters">): Days => {
  const names = Object.keys(mapOf(filters.properties));
  if (names.includes("window")) return "window";
  return names.includes("from") ? "days" : "none";
};

/** What has to be chosen before the kind can be asked for. */
export const missingOf = (fields: readonly Field[], values: Readonly<Record<string, unknown>>): Field[] => {
  const isMissing = ({ name }: Field): boolean => {
    const value = values[name];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  };
  const either = fields.filter(({ isEither }) => isEither);
  return [...fields.filter((field) => field.isRequired && isMissing(field)), ...(either.every(isMissing) ? either : [])];
};
