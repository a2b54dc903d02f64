// Vega-Lite specifications of products and sales. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

import { numberOf, type Row, textOf } from "./figures";
import { between, type Step } from "./values";

type Day = (day: string) => string;

/** Two rows per step, what was kept and what came back; steps without sales are rows, too. */
export const seriesRows = (rows: readonly Row[], step: Step, day: Day, words: { kept: string; returned: string }): Datum[] => {
  const days = rows.map((row) => textOf(row, step)).toSorted();
  const by = new Map(rows.map((row) => [textOf(row, step), row]));
  return between(days, step).flatMap((one, order) => {
    const row = by.get(one) ?? {};
    const common = { when: day(one), order, orders: numberOf(row, "orders"), units: numberOf(row, "units") };
    const part = (name: string, label: string): Datum => ({ ...common, part: label, amount: numberOf(row, name), exact: textOf(row, name) || "0.00" });
    return [part("net_revenue", words.kept), part("returned_revenue", words.returned)];
  });
};

const FEW = 8;
type SeriesWords = { amount: string; part: string; when: string };

/** Bars of what was kept, with what came back on top: together the gross revenue. */
export const seriesSpec = (words: SeriesWords, parts: readonly [string, string], steps: number) => ({
  // A few bars would otherwise be as wide as the page.
  mark: { type: "bar", ...(steps < FEW ? { size: 60 } : {}) },
  encoding: {
    x: { field: "when", type: "ordinal", sort: { field: "order" }, title: null, axis: { labelAngle: 0, labelOverlap: true, labelSeparation: 12, labelFlush: 30 } },
    y: { field: "amount", type: "quantitative", title: words.amount, axis: { format: "~s", tickCount: 5 } },
    color: { field: "part", type: "nominal", title: null, scale: { domain: parts, range: ["#0072b2", "#e69f00"] } },
    order: { field: "part", sort: parts[0] < parts[1] ? "ascending" : "descending" },
    tooltip: [
      { field: "when", title: words.when },
      { field: "part", title: words.part },
      { field: "amount", type: "quantitative", title: words.amount, format: ",.2f" },
    ],
  },
});

type Adjustment = Schema["AdjustmentOut"];

/** The price from edit to edit, oldest first: what it was at the beginning of the first one's day, and what it is now. */
export const priceSteps = (edits: readonly Adjustment[], price: string, now: string): Datum[] => {
  const own = edits.filter(({ field }) => field === "product_price").toSorted((one, other) => one.date_time.localeCompare(other.date_time) || one.adjustment_id - other.adjustment_id);
  const [first] = own;
  if (!first) return [];
  const before = String(first.old_value);
  return [{ when: `${first.date_time.slice(0, 10)}T00:00:00Z`, price: Number(before), exact: before }, ...own.map(({ date_time, new_value }) => ({ when: date_time, price: Number(new_value), exact: String(new_value) })), { when: now, price: Number(price), exact: price }];
};

export const priceSpec = (words: { price: string; when: string }) => ({
  mark: { type: "line", interpolate: "step-after", point: true },
  encoding: {
    x: { field: "when", type: "temporal", title: null, axis: { labelOverlap: true, tickCount: 5 } },
    y: { field: "price", type: "quantitative", title: words.price, scale: { zero: false, nice: true }, axis: { format: ",.2f", tickCount: 5 } },
    tooltip: [
      { field: "when", type: "temporal", title: words.when },
      { field: "price", type: "quantitative", title: words.price, format: ",.2f" },
    ],
  },
});

/** One bar per name, longest first. */
export const barSpec = (words: { name: string; amount: string }, format = "~s") => ({
  mark: { type: "bar" },
  encoding: {
    y: { field: "name", type: "nominal", sort: { field: "order" }, title: null, axis: { labelLimit: 140 } },
    x: { field: "amount", type: "quantitative", title: words.amount, axis: { format, tickCount: 5, tickMinStep: 1 } },
    tooltip: [
      { field: "name", title: words.name },
      { field: "amount", type: "quantitative", title: words.amount, format: format === "~s" ? ",.2f" : format },
    ],
  },
});

/** How far above or below a usual day; 1 is as usual, so the bars begin there. */
export const seasonSpec = (words: { name: string; amount: string }) => ({
  layer: [
    {
      mark: { type: "bar" },
      encoding: {
        x: { field: "name", type: "ordinal", sort: { field: "order" }, title: null, axis: { labelAngle: 0, labelOverlap: true } },
        y: { field: "change", type: "quantitative", title: words.amount, axis: { format: "+.0%", tickCount: 5 } },
        tooltip: [
          { field: "name", title: words.name },
          { field: "change", type: "quantitative", title: words.amount, format: "+.1%" },
        ],
      },
    },
    { mark: { type: "rule", color: "#888" }, encoding: { y: { datum: 0 } } },
  ],
});

type Returned = { name: string; shrunk: Schema["ShrunkOut"] | null; above: boolean | null };

export const returnRows = (lines: readonly Returned[], most: number, words: { above: string; usual: string }): Datum[] =>
  lines
    .flatMap(({ name, shrunk, above }, order) => (shrunk ? [{ name, order, rate: shrunk.rate, low: shrunk.low, high: shrunk.high, state: above ? words.above : words.usual }] : []))
    .slice(0, most);

/** Return rates with their 90 % intervals, and a line where the whole shop stands. */
export const returnSpec = (words: { name: string; rate: string; state: string; shop: string }, states: readonly [string, string], shop: number | null) => ({
  encoding: { y: { field: "name", type: "nominal", sort: { field: "order" }, title: null, axis: { labelLimit: 140 } } },
  layer: [
    ...(shop === null ? [] : [{ mark: { type: "rule", strokeDash: [4, 4], color: "#888", tooltip: words.shop }, encoding: { x: { datum: shop }, y: null } }]),
    { mark: { type: "rule", strokeWidth: 2 }, encoding: { x: { field: "low", type: "quantitative", title: words.rate, axis: { format: ".0%", tickCount: 5 } }, x2: { field: "high" } } },
    {
      mark: { type: "point", filled: true, size: 70, opacity: 1 },
      encoding: {
        x: { field: "rate", type: "quantitative" },
        color: { field: "state", type: "nominal", title: null, legend: { columns: 1 }, scale: { domain: states, range: ["#d55e00", "#0072b2"] } },
        shape: { field: "state", type: "nominal", title: null, scale: { domain: states, range: ["diamond", "circle"] } },
        tooltip: [
          { field: "name", title: words.name },
          ...["rate", "low", "high"].map((field) => ({ field, type: "quantitative", format: ".1%" })),
          { field: "state", title: words.state },
        ],
      },
    },
  ],
});
