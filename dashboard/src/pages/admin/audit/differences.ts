// The changes of an audit row, as lines that can be read: what stood there before, what stands there now.
export type Difference = { path: string; before?: unknown; after: unknown; isChange: boolean };

// Plain facts that are lists; everything else with two members is a value before and after.
const LISTS = new Set(["fields", "metrics", "changed", "filters", "rows", "columns", "influencers"]);

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const isPair = (name: string, value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === 2 && !LISTS.has(name);

/** Where two values differ: maps member by member, anything else as a whole. */
const between = (path: string, before: unknown, after: unknown): Difference[] => {
  if (!isMap(before) || !isMap(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after, isChange: true }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => between(`${path}.${name}`, before[name] ?? null, after[name] ?? null));
};

export const differencesOf = (changes: Record<string, unknown>): Difference[] =>
  Object.entries(changes).flatMap(([name, value]) => (isPair(name, value) ? between(name, value[0], value[1]) : [{ path: name, after: value, isChange: false }]));

/** A value as it is written: text as it is, lists one after the other, the rest as JSON. */
export const written = (value: unknown): string | null => {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.join(", ");
  return JSON.stringify(value);
};
