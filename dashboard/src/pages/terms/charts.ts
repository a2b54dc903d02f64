// Vega-Lite specifications of terms. Pure.
import type { Datum } from "@/ui/chart";

import type { Preview } from "./data";

export const monthsOf = ({ months }: Pick<Preview, "months">): Datum[] => months.map(({ month, amount }) => ({ month, amount: Number(amount) }));

export const monthsSpec = (title: string) => ({
  mark: { type: "bar" },
  encoding: {
    x: { field: "month", type: "temporal", timeUnit: "utcyearmonth", title: null, axis: { labelOverlap: true } },
    y: { field: "amount", type: "quantitative", title, axis: { format: "~s" } },
    tooltip: [
      { field: "month", type: "temporal", timeUnit: "utcyearmonth", title: " " },
      { field: "amount", type: "quantitative", title, format: ",.2f" },
    ],
  },
});
