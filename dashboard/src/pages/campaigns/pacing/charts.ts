// Vega-Lite specification of a campaign's budget over its days. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Point = Schema["PacingPoint"];

const number = (value: string | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));

/** A row for each day; what is not known of a day is null. */
export const pacingData = (series: readonly Point[]): Datum[] =>
  series.map(({ day, planned, cost, projected }) => ({ day, planned: number(planned), cost: number(cost), projected: number(projected?.value), low: number(projected?.low), high: number(projected?.high) }));

type Names = Record<"planned" | "cost" | "projected" | "budget", string>;
type Around = { budget: number; today: string };

const LINES = ["planned", "cost", "projected"] as const;
const COLOURS = { planned: "#8a8f98", cost: "#0072b2", projected: "#d55e00" };
const DASHES = { planned: [6, 4], cost: [1, 0], projected: [2, 3] };

const x = { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, axis: { format: "%Y-%m-%d", labelOverlap: true, grid: false } };

const band = {
  transform: [{ filter: "isValid(datum.low)" }],
  mark: { type: "area", opacity: 0.2, color: COLOURS.projected },
  encoding: { x, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
};

/** Planned, cost and projection as lines told apart by their dashes, too; the interval as a band; the budget as a rule. */
export const pacingSpec = (data: readonly Datum[], names: Names, { budget, today }: Around) => {
  // A line without a point would leave its scale without an extent.
  const known = LINES.filter((field) => data.some((row) => row[field] !== null));
  const byName = (values: Record<string, unknown>) => ({ domain: known.map((field) => names[field]), range: known.map((field) => values[field]) });
  const legend = { title: null, symbolType: "stroke", symbolSize: 500 };
  const lines = {
    transform: [{ fold: known, as: ["line", "amount"] }, { filter: "isValid(datum.amount)" }, { calculate: `${JSON.stringify(names)}[datum.line]`, as: "name" }],
    mark: { type: "line", strokeWidth: 2 },
    encoding: {
      x,
      y: { field: "amount", type: "quantitative", title: null, axis: { labelExpr: "format(datum.value, '~s')" } },
      color: { field: "name", type: "nominal", scale: byName(COLOURS), legend },
      strokeDash: { field: "name", type: "nominal", scale: byName(DASHES), legend },
    },
  };
  const rules = [
    { data: { values: [{ budget }] }, mark: { type: "rule", strokeDash: [8, 3] }, encoding: { y: { field: "budget", type: "quantitative" } } },
    ...(data.some(({ day }) => day === today) ? [{ data: { values: [{ day: today }] }, mark: { type: "rule", opacity: 0.6 }, encoding: { x } }] : []),
  ];
  return { layer: [...(known.includes("projected") ? [band] : []), lines, ...rules] };
};
