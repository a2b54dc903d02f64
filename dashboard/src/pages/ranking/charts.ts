// Vega-Lite specifications of the ranking. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Item = Schema["RankingItem"];
const MOST = 20;

/** The rows of the interval chart: whoever has an expected ROI, the first of them. */
export const intervals = (items: readonly Item[]): Datum[] =>
  items
    .filter(({ roi }) => roi.value !== null)
    .slice(0, MOST)
    .map(({ influencer_name, position, roi }) => ({ influencer: influencer_name, position, roi: roi.value, low: roi.low ?? null, high: roi.high ?? null }));

const WIDE = 10;
const TICKS = [-1, 0, 1, 10, 100, 1000];

/** Where somebody who cost next to nothing earned thousands of per cent, the others would all be one point. */
const axisOf = (rows: readonly Datum[]) => {
  const highest = Math.max(...rows.map(({ high }) => Number(high ?? 0)));
  return highest > WIDE ? { scale: { type: "symlog" }, axis: { format: "+,.0%", values: TICKS } } : { axis: { format: "+,.0%", tickCount: 5 } };
};

/** A point for the expected ROI, a line for its interval, and a rule where profit begins. */
export const intervalSpec = (rows: readonly Datum[]) => ({
  encoding: { y: { field: "influencer", type: "nominal", sort: { field: "position" }, title: null, axis: { labelLimit: 140 } } },
  layer: [
    { mark: { type: "rule", strokeDash: [4, 4], color: "#888" }, encoding: { x: { datum: 0 }, y: null } },
    { mark: { type: "rule", strokeWidth: 2 }, encoding: { x: { field: "low", type: "quantitative", title: null, ...axisOf(rows) }, x2: { field: "high" } } },
    {
      mark: { type: "point", filled: true, size: 70, opacity: 1 },
      encoding: {
        x: { field: "roi", type: "quantitative" },
        tooltip: [
          { field: "influencer", type: "nominal" },
          ...["roi", "low", "high"].map((field) => ({ field, type: "quantitative", format: "+.1%" })),
        ],
      },
    },
  ],
});

/** Places over time; the first place is at the top. */
export const historySpec = (label: string) => ({
  mark: { type: "line", point: true },
  encoding: {
    x: { field: "day", type: "temporal", title: null },
    y: { field: "position", type: "quantitative", title: label, scale: { reverse: true, domainMin: 1 }, axis: { tickMinStep: 1, format: "d" } },
  },
});
