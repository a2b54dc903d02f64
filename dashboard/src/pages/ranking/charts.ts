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

/** A point for the expected ROI, a line for its interval, and a rule where profit begins. */
export const intervalSpec = (title: string) => ({
  encoding: { y: { field: "influencer", type: "nominal", sort: { field: "position" }, title: null, axis: { labelLimit: 140 } } },
  layer: [
    { mark: { type: "rule", strokeDash: [4, 4], color: "#888" }, encoding: { x: { datum: 0 }, y: null } },
    { mark: { type: "rule", strokeWidth: 2 }, encoding: { x: { field: "low", type: "quantitative", title, axis: { format: "+.0%" } }, x2: { field: "high" } } },
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
