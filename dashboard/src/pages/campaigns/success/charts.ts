// Vega-Lite specifications of a campaign's success. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

import type { Metrics } from "../data";

type Day = Pick<Schema["DayFigures"], "day" | "metrics">;

/** A row for each day on which the metric is known. */
export const dayData = (days: readonly Day[], metric: string): Datum[] =>
  days.flatMap(({ day, metrics }) => {
    const value = (metrics as Metrics)[metric];
    return value === null || value === undefined ? [] : [{ day, value: Number(value) }];
  });

const FORMATS: Record<string, string> = { ratio: ".1%", money: ",.2~f", count: ",d" };

/** A bar for each day. */
export const daySpec = (label: string, unit: string | undefined) => {
  const format = FORMATS[unit ?? ""] ?? ",.2~f";
  return {
    mark: { type: "bar", tooltip: true, width: { band: 0.8 } },
    encoding: {
      x: { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", title: null, axis: { format: "%Y-%m-%d", labelOverlap: true } },
      y: { field: "value", type: "quantitative", title: label, axis: { format } },
      tooltip: [
        { field: "day", type: "temporal", timeUnit: "utcyearmonthdate", format: "%Y-%m-%d" },
        { field: "value", type: "quantitative", title: label, format },
      ],
    },
  };
};

/** The first and the highest of what a chart shows, for its description. */
export const summary = (data: readonly Datum[]): { first: string; last: string; peak: string; value: number } | null => {
  const [first] = data;
  const last = data.at(-1);
  if (!first || !last) return null;
  const peak = data.reduce((best, row) => (Number(row["value"]) > Number(best["value"]) ? row : best), first);
  return { first: String(first["day"]), last: String(last["day"]), peak: String(peak["day"]), value: Number(peak["value"]) };
};
