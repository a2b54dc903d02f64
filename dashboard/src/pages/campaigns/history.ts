// The changes of an audit row as people read them. Pure.
const PAIR = 2;
const NONE = "–";

type Change = { name: string; was: string | null; is: string };

const written = (value: unknown): string => (value === null || value === undefined ? NONE : typeof value === "object" ? JSON.stringify(value) : String(value));

const listed = (value: unknown): string => (Array.isArray(value) ? value.map(written).join(", ") : written(value));

// A change is told as [before, after]; lists of ids name what they are of, and are no pair.
const isPair = (name: string, value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === PAIR && !name.endsWith("_id");

/** Each field that changed, with what it was where that is told. */
export const changesIn = (changes: Readonly<Record<string, unknown>>): Change[] =>
  Object.entries(changes).map(([name, value]) => (isPair(name, value) ? { name, was: written(value[0]), is: written(value[1]) } : { name, was: null, is: listed(value) }));
