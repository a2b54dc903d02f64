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

const x = { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, axis: { format: "%Y-%m-%d", labelOverlap: true } };

const lineOf = (field: (typeof LINES)[number], name: string) => ({
  transform: [{ filter: `isValid(datum.${field})` }],
  mark: { type: "line", strokeWidth: 2, color: COLOURS[field] },
  encoding: { x, y: { field, type: "quantitative", title: null, axis: { format: "~s" } }, color: { datum: name }, strokeDash: { datum: name } },
});

// No line has the band's colour as a meaning of its own: the legend stays one.
const band = {
  transform: [{ filter: "isValid(datum.low)" }],
  mark: { type: "area", opacity: 0.2, color: COLOURS.projected },
  encoding: { x, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
};

/** Planned, cost and projection as lines told apart by their dashes, too; the interval as a band; the budget as a rule. */
export const pacingSpec = (data: readonly Datum[], names: Names, { budget, today }: Around) => {
  // A line without a point would leave its scale without an extent.
  const known = LINES.filter((field) => data.some((row) => row[field] !== null));
  const scale = (values: Record<string, unknown>) => ({ domain: known.map((field) => names[field]), range: known.map((field) => values[field]) });
  const isWithin = data.some(({ day }) => day === today);
  return {
    layer: [
      ...(known.includes("projected") ? [band] : []),
      ...known.map((field) => lineOf(field, names[field])),
      { data: { values: [{ budget }] }, mark: { type: "rule", strokeDash: [8, 3] }, encoding: { y: { field: "budget", type: "quantitative" } } },
      ...(isWithin ? [{ data: { values: [{ day: today }] }, mark: { type: "rule", opacity: 0.6 }, encoding: { x } }] : []),
    ],
    encoding: {
      color: { type: "nominal", scale: scale(COLOURS), legend: { title: null, symbolType: "stroke", symbolSize: 400 } },
      strokeDash: { type: "nominal", scale: scale(DASHES), legend: { title: null, symbolType: "stroke", symbolSize: 400 } },
    },
  };
};
