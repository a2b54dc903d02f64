// Charts of the server as the dashboard draws them: as wide as there is room, in colours of the theme. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";
import type { Column } from "@/ui/table";

export type ServerChart = Schema["ChartOut"];
type Json = Record<string, unknown>;
/** On what it is drawn. */
export type Ground = { scheme: "light" | "dark"; isNarrow: boolean };

const isMap = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

// What is drawn in ink on white paper, on the dark page.
const DARK: Record<string, string> = { "#1F2933": "#c9cdd4", "#667380": "#a9aeb6", "#D5DDE5": "#4b535d", "#000000": "#f0e442", white: "#242424" };
const LONGEST_NAME = 150;
// Only tells in which order slices and stacks are drawn.
const ORDER = "rank";
// Of the frame that a page of paper needs.
const FRAME = ["$schema", "description", "width", "height", "config", "data"];
const NARROW_LEGEND = { columns: 2, labelLimit: 84 };
const UPRIGHT = -90;
const AXES = 60;
const LEAST = 200;

const isTilted = (axis: unknown): axis is Json => isMap(axis) && axis.orient === "top" && typeof axis.labelAngle === "number" && axis.labelAngle !== 0;

/** A figure is written only where there is one; else Vega writes "null". */
const written = (layer: Json): Json => {
  const text = isMap(layer.mark) && layer.mark.type === "text" && isMap(layer.encoding) && isMap(layer.encoding.text) ? layer.encoding.text.field : null;
  return typeof text === "string" ? { transform: [{ filter: { field: text, valid: true } }], ...layer } : layer;
};

/** Figures in the fields of a heat map: without room they would run into each other, and the table has them. */
const isWritten = (layer: unknown): boolean => isMap(layer) && isMap(layer.encoding) && isMap(layer.encoding.color) && "condition" in layer.encoding.color;

/** A layer with data of its own that has none, as where nothing is projected; Vega complains of it. */
const isBare = (layer: unknown): boolean => isMap(layer) && isMap(layer.data) && Array.isArray(layer.data.values) && layer.data.values.length === 0;

const adapted = (value: unknown, ground: Ground): unknown => {
  if (Array.isArray(value)) return value.filter((one) => !isBare(one) && !(ground.isNarrow && isWritten(one))).map((one) => adapted(one, ground));
  if (!isMap(value)) return ground.scheme === "dark" && typeof value === "string" ? (DARK[value] ?? value) : value;
  return mapped(Object.entries(written(value)), ground);
};

const mapped = (entries: readonly [string, unknown][], ground: Ground): Json =>
  Object.fromEntries(
    entries.map(([name, one]) => {
      if (name === "labelLimit") return [name, LONGEST_NAME];
      // Names that lean would be cut off at the edge.
      if (isTilted(one)) return [name, { ...one, labelAngle: UPRIGHT, labelLimit: LONGEST_NAME }];
      if (name === "legend" && isMap(one) && one.orient === "top" && ground.isNarrow) return [name, { ...one, ...NARROW_LEGEND }];
      // Figures written into a field of a heat map are told apart from the field, not from the page.
      if (name === "data" || (isMap(one) && "condition" in one)) return [name, one];
      return [name, adapted(one, ground)];
    }),
  );

const stepOf = (height: unknown): number | null => (isMap(height) && typeof height.step === "number" ? height.step : null);

/** The specification without the size and the theme of paper, and without its data. */
export const specOf = ({ spec }: ServerChart, ground: Ground): Json => mapped(Object.entries(spec).filter(([name]) => !FRAME.includes(name)), ground);

/** How high it is with its axes: so much for each bar or line of a heat map, or what the server draws it with. */
export const heightOf = ({ spec }: ServerChart, rows: readonly Datum[]): number => {
  const step = stepOf(spec.height);
  if (step === null) return (typeof spec.height === "number" ? spec.height : LEAST) + AXES;
  // The names of the lines of a heat map, and its scale below.
  const isGrid = rows.some((row) => "down" in row);
  const lines = new Set(rows.map((row) => (isGrid ? row.down : row.name))).size;
  const names = isGrid && channelsOf(spec).some(({ axis }) => isTilted(axis)) ? 2 * AXES : 0;
  return lines * step + (isGrid ? 2 * AXES : AXES) + names;
};

export const rowsOf = ({ spec }: ServerChart): Datum[] => {
  const { data } = spec;
  const values = isMap(data) && Array.isArray(data.values) ? data.values : [];
  return values.filter((row): row is Datum => isMap(row));
};

/** Every channel of every layer. */
const channelsOf = (spec: Json): Json[] => {
  const layers = Array.isArray(spec.layer) ? spec.layer.filter(isMap) : [];
  const own = isMap(spec.encoding) ? Object.values(spec.encoding).flat().filter(isMap) : [];
  return [...own, ...layers.flatMap(channelsOf)];
};

type Heading = { title: string | null; isShare: boolean; isDay: boolean };

const headingOf = (field: string, channels: readonly Json[]): Heading => {
  const own = channels.filter((channel) => channel.field === field);
  const parts = own.flatMap((channel) => [channel, channel.axis, channel.legend].filter(isMap));
  const words = own.flatMap((channel) => [channel.title, isMap(channel.axis) ? channel.axis.description : null, isMap(channel.legend) ? channel.legend.title : null]);
  return {
    title: words.find((word): word is string => typeof word === "string") ?? null,
    isShare: parts.some((part) => typeof part.format === "string" && part.format.includes("%")),
    isDay: own.some((channel) => channel.type === "temporal"),
  };
};

type Write = (value: number) => string;
type Shown = { number: Write; ratio: Write; money: Write; day: (value: string) => string; name: (field: string) => string; currency: string };

/** The columns of the table beside a chart, titled as its axes are. */
export const columnsOf = ({ spec }: ServerChart, rows: readonly Datum[], shown: Shown): Column<Datum>[] => {
  const channels = channelsOf(spec);
  const fields = [...new Set(rows.flatMap(Object.keys))].filter((field) => field !== ORDER);
  const measure = fields.find((field) => headingOf(field, channels).isShare);
  return fields.map((field) => {
    const { title, isShare, isDay } = headingOf(field, channels);
    // The ends of an interval have no axis of their own.
    const isRatio = isShare || (measure && ["low", "high"].includes(field));
    const isMoney = title?.replace(/[()]/g, "").endsWith(shown.currency);
    const write = isRatio ? shown.ratio : isMoney ? shown.money : shown.number;
    const show = (value: Datum[string] | undefined) => {
      if (value === null || value === undefined) return "–";
      if (typeof value === "number") return write(value);
      return isDay ? shown.day(String(value)) : String(value);
    };
    const isFigure = rows.some((row) => typeof row[field] === "number");
    return { key: field, label: ["low", "high"].includes(field) ? shown.name(field) : (title ?? shown.name(field)), isFigure, show: (row) => show(row[field]) };
  });
};
