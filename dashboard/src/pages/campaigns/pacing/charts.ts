// Vega-Lite specification of a campaign's budget over its days. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Point = Schema["PacingPoint"];

const number = (value: string | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));

/** A row for each day; what is not known of a day is null. */
export const pacingData = (series: readonly Point[]): Datum[] =>
  series.map(({ day, planned, cost, projected }) => ({ day, planned: number(planned), cost: number(cost), projected: number(projected?.value), low: number(projected?.low), high: number(projected?.high) }));

type Names = { planned: string; cost: string; projected: string; budget: string };

const DASHES = { planned: [6, 4], cost: [1, 0], projected: [2, 3] };

/** Planned, cost and projection as lines told apart by their dashes, too; the interval as a band; the budget as a rule. */
export const pacingSpec = (names: Names, budget: number, today: string) => {
  const x = { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, axis: { format: "%Y-%m-%d", labelOverlap: true } };
  const line = (field: keyof typeof DASHES) => ({
    transform: [{ filter: `isValid(datum.${field})` }],
    mark: { type: "line", strokeWidth: 2 },
    encoding: { x, y: { field, type: "quantitative" }, color: { datum: names[field] }, strokeDash: { datum: names[field] } },
  });
  const labels = (["planned", "cost", "projected"] as const).map((name) => names[name]);
  return {
    layer: [
      { transform: [{ filter: "isValid(datum.low)" }], mark: { type: "area", opacity: 0.2 }, encoding: { x, y: { field: "low", type: "quantitative", title: null, axis: { format: "~s" } }, y2: { field: "high" }, color: { datum: names.projected } } },
      line("planned"),
      line("cost"),
      line("projected"),
      { data: { values: [{ budget, name: names.budget }] }, mark: { type: "rule", strokeDash: [8, 3] }, encoding: { y: { field: "budget", type: "quantitative" } } },
      { data: { values: [{ day: today }] }, mark: { type: "rule", opacity: 0.6 }, encoding: { x: { ...x, field: "day" } } },
    ],
    encoding: {
      color: { type: "nominal", scale: { domain: labels, range: ["#8a8f98", "#0072b2", "#d55e00"] }, legend: { title: null } },
      strokeDash: { type: "nominal", scale: { domain: labels, range: [DASHES.planned, DASHES.cost, DASHES.projected] }, legend: { title: null } },
    },
  };
};
