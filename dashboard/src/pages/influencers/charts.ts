// Vega-Lite specifications of a profile. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Item = Schema["HistoryItem"];
type Standing = Schema["StandingOut"];

/** A row per stored day; `nameOf` says the list in which the place is. */
export const historyRows = (items: readonly Item[], nameOf: (state: string) => string): Datum[] =>
  items.map(({ as_of, position, of, state }) => ({ day: as_of, position, of, state: nameOf(state) }));

/** Places over time, the first place at the top. Lists never mix: their points have shapes of their own. */
export const historySpec = (label: string) => {
  const day = { field: "day", type: "temporal", title: null, scale: { type: "utc" }, axis: { tickCount: 5, grid: false } };
  const place = { field: "position", type: "quantitative", title: label, scale: { reverse: true, domainMin: 1 }, axis: { tickMinStep: 1, format: "d" } };
  return {
    layer: [
      { mark: { type: "line", strokeWidth: 1, opacity: 0.6 }, encoding: { x: day, y: place, detail: { field: "state", type: "nominal" } } },
      {
        mark: { type: "point", filled: true, size: 40, opacity: 1 },
        encoding: {
          x: day,
          y: place,
          shape: { field: "state", type: "nominal", title: null },
          color: { field: "state", type: "nominal", title: null },
          tooltip: [
            { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: " " },
            { field: "state", type: "nominal", title: " " },
            { field: "position", type: "quantitative", title: label },
          ],
        },
      },
    ],
  };
};

export type Peers = { slug: string; label: string; value: string | number | null | undefined; standing: Standing | null | undefined };

/** Where a metric stands among peers, for those that are known; 1 is best, whatever the direction of the metric. */
export const standingRows = (peers: readonly Peers[]): Datum[] =>
  peers.flatMap(({ slug, label, value, standing }) =>
    typeof standing?.percentile === "number"
      ? [
          {
            slug,
            metric: label,
            value: value ?? null,
            percentile: standing.percentile,
            low_quartile: standing.low_quartile,
            median: standing.median,
            high_quartile: standing.high_quartile,
            cell: standing.cell,
            size: standing.size,
          },
        ]
      : [],
  );

/** A bar from the middle of the peers to the own place: to the right is better than most. */
export const standingSpec = (title: string, labelLimit: number) => ({
  transform: [{ calculate: "0.5", as: "middle" }],
  encoding: { y: { field: "metric", type: "nominal", sort: null, title: null, axis: { labelLimit, ticks: false, offset: 8, domain: false } } },
  layer: [
    { mark: { type: "rule", strokeDash: [4, 4] }, encoding: { x: { datum: 0.5 }, y: null } },
    {
      mark: { type: "rule", strokeWidth: 3, opacity: 0.45 },
      encoding: { x: { field: "middle", type: "quantitative" }, x2: { field: "percentile" } },
    },
    {
      mark: { type: "point", filled: true, size: 70, opacity: 1 },
      encoding: {
        x: { field: "percentile", type: "quantitative", title, scale: { domain: [0, 1] }, axis: { format: ".0%", tickCount: 5, titlePadding: 10, titleAnchor: "end", titleAlign: "right" } },
        tooltip: [
          { field: "metric", type: "nominal", title: " " },
          { field: "percentile", type: "quantitative", format: ".0%", title },
        ],
      },
    },
  ],
});

/** Followers as they stood day by day, a line for each source. */
export const followersSpec = () => ({
  mark: { type: "line", point: { size: 18, filled: true } },
  encoding: {
    x: { field: "day", type: "temporal", title: null, scale: { type: "utc" }, axis: { tickCount: 6, grid: false } },
    y: { field: "followers", type: "quantitative", title: null, scale: { zero: false }, axis: { format: "~s" } },
    color: { field: "source", type: "nominal", title: null },
    strokeDash: { field: "source", type: "nominal", title: null },
  },
});
