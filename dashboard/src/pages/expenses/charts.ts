// Vega-Lite specifications of the report of expenses. Pure.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

type Item = Schema["ExpenseReportItem"];
export const PARTS = ["paid", "owed", "promised", "requested"] as const;
export type Labels = Readonly<Record<(typeof PARTS)[number], string>>;
const MOST = 15;
const ROW = 30;

/** The rows of the chart: what of each item is paid, incurred but not paid, promised beyond that, and asked for. */
export const rowsOf = (items: readonly Item[], write: (item: Item) => string): Datum[] =>
  items.slice(0, MOST).map((item) => {
    const [paid, incurred, committed] = [Number(item.paid), Number(item.incurred), Number(item.committed)];
    return { part: write(item), paid, owed: Math.max(0, incurred - paid), promised: Math.max(0, committed - Math.max(incurred, paid)), requested: Number(item.requested) };
  });

export const heightOf = (rows: number): number => 70 + rows * ROW;

export const reportSpec = (title: string, labels: Labels) => ({
  transform: [{ fold: PARTS, as: ["step", "amount"] }, { calculate: "indexof(['paid','owed','promised','requested'], datum.step)", as: "order" }, { filter: "datum.amount > 0" }],
  mark: { type: "bar", height: 16 },
  encoding: {
    y: { field: "part", type: "nominal", sort: null, title: null, axis: { labelLimit: 160 } },
    x: { field: "amount", type: "quantitative", title, stack: "zero", axis: { format: "~s" } },
    color: {
      field: "step",
      type: "nominal",
      scale: { domain: PARTS, range: ["#0072b2", "#56b4e9", "#e69f00", "#999999"] },
      legend: { title: null, columns: 2, labelExpr: `${PARTS.map((one) => `datum.value === '${one}' ? '${labels[one].replaceAll("'", "’")}' : `).join("")}datum.value` },
    },
    order: { field: "order", type: "quantitative" },
    tooltip: [{ field: "part", type: "nominal", title: " " }, ...PARTS.map((one) => ({ field: one, type: "quantitative", title: labels[one], format: ",.2f" }))],
  },
});
