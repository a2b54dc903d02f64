// Vega-Lite specifications of series over time. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Point = Schema["PointOut"];
export type Line = { key: string; label: string };

export const BEFORE = "_before";

/** A row per point: its days, the metrics, and those of the point as far into the other period. */
export const seriesRows = (points: readonly Point[], slugs: readonly string[], before: readonly Point[] = []): Datum[] =>
  points.map((point, index) => {
    const other = before[index];
    const row: Datum = { first: point.first, last: point.last };
    for (const slug of slugs) row[slug] = point.metrics[slug] ?? null;
    if (other) for (const slug of slugs) row[slug + BEFORE] = other.metrics[slug] ?? null;
    return row;
  });

const axisFormat = (unit: string): string => (unit === "ratio" ? ".0%" : "~s");

const MOST_POINTS = 40;

/** How many points there are, and how many labels fit beside each other. */
export type Room = { count: number; columns: number };

/** Lines over time, told apart by dashes as well as by colour. Money comes as text and becomes a number only here. */
export const seriesSpec = (lines: readonly Line[], unit: string, { count, columns }: Room) => {
  const labels = lines.map((line) => line.label);
  const named = JSON.stringify(Object.fromEntries(lines.map(({ key, label }) => [key, label])));
  const legend = lines.length > 1 ? { labelLimit: 260, labelFontSize: 12, columns, symbolStrokeWidth: 2, symbolType: "stroke", symbolSize: 300 } : null;
  const told = { field: "line", type: "nominal", title: null, sort: labels, legend };
  // Many points hide their line; they stay to be pointed at.
  const point = { size: 24, filled: true, opacity: count > MOST_POINTS ? 0 : 1 };
  return {
    transform: [
      { fold: lines.map((line) => line.key), as: ["key", "text"] },
      { filter: "datum.text !== null && isValid(datum.text)" },
      { calculate: "toNumber(datum.text)", as: "value" },
      { calculate: `${named}[datum.key]`, as: "line" },
    ],
    mark: { type: "line", strokeWidth: 2, point },
    encoding: {
      x: { field: "first", type: "temporal", title: null, scale: { type: "utc" }, axis: { labelOverlap: true, tickCount: 6, grid: false } },
      y: { field: "value", type: "quantitative", title: null, axis: { format: axisFormat(unit), tickCount: 5 } },
      color: { ...told, scale: { domain: labels } },
      strokeDash: { ...told, scale: { domain: labels, range: [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]] } },
      tooltip: [
        { field: "line", type: "nominal", title: " " },
        { field: "first", type: "temporal", title: " ", timeUnit: "utcyearmonthdate" },
        { field: "value", type: "quantitative", title: " ", format: unit === "ratio" ? ".2%" : ",.2~f" },
      ],
    },
  };
};
