// Vega-Lite specifications of the overview of money. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

import { isTime, valueOf } from "./by";

type Overview = Schema["OverviewOut"];
type Item = Schema["OverviewItem"];

export const DRAWN = ["net_revenue", "returned_revenue", "cost", "net_contribution"] as const;
export type Labels = Readonly<Record<(typeof DRAWN)[number], string>>;
const MOST = 15;
const ROW = 26;

const number = (item: Item, slug: string): number | null => {
  const value = valueOf(item, slug);
  return value === null ? null : Number(value);
};

/**
 * The rows of the chart: every period, or the first groups by net revenue; `write` names a group or a period.
 * What belongs to no group would dwarf the others and is left to the table.
 */
export const rowsOf = ({ by, items }: Pick<Overview, "by" | "items">, write: (name: string) => string): Datum[] => {
  const drawn = isTime(by) ? items : items.filter(({ key }) => key !== null).slice(0, MOST);
  const names = drawn.map((item) => write(item.name ?? String(item.key)));
  return drawn.map((item, index) => {
    const name = names[index] ?? "";
    // Two of the same name would be drawn as one.
    const part = names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} #${item.key}`;
    return { part, ...Object.fromEntries(DRAWN.map((slug) => [slug, number(item, slug)])) };
  });
};

export const heightOf = (by: string, rows: number): number => (isTime(by) ? 300 : 60 + rows * ROW);

// The legend says the metrics' names; the data keep their slugs.
const named = (labels: Labels, slugs: readonly (keyof Labels)[]): string =>
  slugs.map((slug) => `datum.value === '${slug}' ? '${labels[slug].replaceAll("'", "’")}' : `).join("") + "datum.value";

const BARS = ["net_revenue", "returned_revenue"] as const;

const colour = (labels: Labels, hasCost = true) => ({
  field: "metric",
  type: "nominal",
  scale: { domain: hasCost ? [...BARS, "cost"] : BARS, range: ["#0072b2", "#e69f00", ...(hasCost ? ["#d55e00"] : [])] },
  legend: { title: null, labelExpr: named(labels, [...BARS, "cost"]) },
});

const tooltip = (labels: Labels) => [
  { field: "part", type: "nominal", title: " " },
  ...DRAWN.map((slug) => ({ field: slug, type: "quantitative", title: labels[slug], format: ",.2f" })),
];

/** Bars of what was kept and what came back, together the gross revenue, with the cost drawn over them. */
export const timeSpec = (title: string, labels: Labels) => {
  const x = { field: "part", type: "ordinal", sort: null, title: null, axis: { labelAngle: 0, labelOverlap: "greedy", labelSeparation: 8 } };
  return {
    layer: [
      {
        transform: [{ fold: ["net_revenue", "returned_revenue"], as: ["metric", "amount"] }],
        mark: { type: "bar" },
        encoding: { x, y: { field: "amount", type: "quantitative", stack: "zero", title, axis: { format: "~s" } }, color: colour(labels), order: { field: "metric" }, tooltip: tooltip(labels) },
      },
      {
        transform: [{ fold: ["cost"], as: ["metric", "amount"] }, { filter: "isValid(datum.cost)" }],
        mark: { type: "line", point: { filled: true, size: 45, shape: "diamond" }, strokeWidth: 2, strokeDash: [6, 3] },
        encoding: { x, y: { field: "amount", type: "quantitative" }, color: colour(labels), tooltip: tooltip(labels) },
      },
    ],
  };
};

/** The same of campaigns, categories or platforms: a bar each, and a mark where the cost ends, if any is known. */
export const groupsSpec = (title: string, labels: Labels, hasCost: boolean) => {
  const y = { field: "part", type: "nominal", sort: null, title: null, axis: { labelLimit: 150 } };
  return {
    layer: [
      {
        transform: [{ fold: ["net_revenue", "returned_revenue"], as: ["metric", "amount"] }],
        mark: { type: "bar", height: 14 },
        encoding: { y, x: { field: "amount", type: "quantitative", stack: "zero", title, axis: { format: "~s" } }, color: colour(labels, hasCost), order: { field: "metric" }, tooltip: tooltip(labels) },
      },
      ...(hasCost ? [costs(y, labels)] : []),
    ],
  };
};

const costs = (y: object, labels: Labels) => ({
  transform: [{ fold: ["cost"], as: ["metric", "amount"] }, { filter: "isValid(datum.cost)" }],
  mark: { type: "point", filled: true, shape: "diamond", size: 90, opacity: 1 },
  encoding: { y, x: { field: "amount", type: "quantitative" }, color: colour(labels), tooltip: tooltip(labels) },
});
