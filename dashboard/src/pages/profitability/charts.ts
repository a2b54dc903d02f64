// Vega-Lite specifications of profitability. Pure.
import type { Datum } from "@/ui/chart";

import type { Item } from "./data";

const MOST = 20;
const ROW = 34;
const BETWEEN = " · ";

/** The rows of the chart: of the first twenty of the list, whoever enough is known of, once each. */
export const intervalsOf = (items: readonly Item[]): Datum[] => {
  const shown = items.filter(({ expected_roi, recommendation }) => expected_roi.value !== null && recommendation !== "not_enough_data").slice(0, MOST);
  return shown.map(({ influencer_name, campaign_name, expected_roi: roi, recommendation }) => ({
    name: campaign_name ? `${influencer_name}${BETWEEN}${campaign_name}` : influencer_name,
    roi: roi.value,
    low: roi.low ?? null,
    high: roi.high ?? null,
    recommendation,
  }));
};

export const heightOf = (rows: number): number => 70 + rows * ROW;

type Labels = Readonly<Record<"continue" | "watch" | "stop", string>>;

/** A point for the expected ROI, a line for its interval, and a rule where profit begins; shapes say the recommendation. */
export const intervalSpec = (labels: Labels) => {
  const words = ["continue", "watch", "stop"] as const;
  const legend = { title: null, labelExpr: `${words.map((word) => `datum.value === '${word}' ? '${labels[word].replaceAll("'", "’")}' : `).join("")}datum.value` };
  return {
    encoding: { y: { field: "name", type: "nominal", sort: null, title: null, axis: { labelLimit: 150, labelExpr: `split(datum.label, '${BETWEEN}')` } } },
    layer: [
      { mark: { type: "rule", strokeDash: [4, 4], color: "#888" }, encoding: { x: { datum: 0 }, y: null } },
      { mark: { type: "rule", strokeWidth: 2 }, encoding: { x: { field: "low", type: "quantitative", title: null, axis: { format: "+,.0%", tickCount: 4 } }, x2: { field: "high" } } },
      {
        mark: { type: "point", filled: true, size: 90, opacity: 1 },
        encoding: {
          x: { field: "roi", type: "quantitative" },
          color: { field: "recommendation", type: "nominal", scale: { domain: words, range: ["#009e73", "#e69f00", "#d55e00"] }, legend },
          shape: { field: "recommendation", type: "nominal", scale: { domain: words, range: ["circle", "diamond", "square"] }, legend },
          tooltip: [{ field: "name", type: "nominal", title: " " }, ...["roi", "low", "high"].map((field) => ({ field, type: "quantitative", format: "+.1%" }))],
        },
      },
    ],
  };
};
