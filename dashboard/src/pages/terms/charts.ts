// Vega-Lite specifications of terms. Pure.
import type { Datum } from "@/ui/chart";

import type { Preview } from "./data";

export const monthsOf = ({ months }: Pick<Preview, "months">, write: (month: string) => string): Datum[] => months.map(({ month, amount }) => ({ month: write(month), amount: Number(amount) }));

export const monthsSpec = (title: string) => ({
  mark: { type: "bar" },
  encoding: {
    x: { field: "month", type: "ordinal", sort: null, title: null, axis: { labelAngle: 0, labelOverlap: "greedy", labelSeparation: 8 } },
    y: { field: "amount", type: "quantitative", title, axis: { format: "~s" } },
    tooltip: [
      { field: "month", type: "ordinal", title: " " },
      { field: "amount", type: "quantitative", title, format: ",.2f" },
    ],
  },
});
