// Vega-Lite specifications of what is owed. Pure. Amounts stay the API's text in the rows; only the drawing counts.
import type { Schema } from "@/api/client";
import type { Datum } from "@/ui/chart";

export type Forecast = Schema["ForecastOut"];
export type Ageing = Schema["AgeingOut"];

export const PARTS = ["payments", "open_lines", "fees", "to_be_earned"] as const;
type Part = (typeof PARTS)[number];

/** A row for each period, with its expected sum and the ends of the interval where there is one. */
export const forecastRows = (forecast: readonly Forecast[], nameOf: (period: Forecast) => string): Datum[] =>
  forecast.map((period) => ({
    period: nameOf(period),
    payments: period.payments,
    open_lines: period.open_lines,
    fees: period.fees,
    known: period.known,
    to_be_earned: period.to_be_earned?.value ?? null,
    expected: period.expected?.value ?? null,
    low: period.expected?.low ?? null,
    high: period.expected?.high ?? null,
  }));

/** Stacked bars of what falls due, and a line for the interval of what is expected. */
export const forecastSpec = (names: Record<Part, string>, title: string) => ({
  transform: [...PARTS, "low" as const, "high" as const].map((field) => ({
    calculate: `datum.${field} === null ? null : toNumber(datum.${field})`,
    as: field === "low" || field === "high" ? `${field}_number` : names[field],
  })),
  encoding: { x: { field: "period", type: "nominal", sort: null, title: null, axis: { labelAngle: -40 } } },
  layer: [
    {
      transform: [{ fold: PARTS.map((part) => names[part]), as: ["part", "amount"] }],
      mark: { type: "bar" },
      encoding: {
        y: { field: "amount", type: "quantitative", title, stack: true },
        color: { field: "part", type: "nominal", title: null, sort: PARTS.map((part) => names[part]), scale: { domain: PARTS.map((part) => names[part]) } },
        order: { field: "part" },
        tooltip: [
          { field: "period", type: "nominal" },
          { field: "part", type: "nominal" },
          { field: "amount", type: "quantitative", format: ",.2f" },
        ],
      },
    },
    {
      transform: [{ filter: "datum.low_number !== null" }],
      mark: { type: "rule", strokeWidth: 2 },
      encoding: { y: { field: "low_number", type: "quantitative" }, y2: { field: "high_number" } },
    },
  ],
});

export const ageingRows = (ageing: readonly Ageing[], nameOf: (bucket: Ageing["bucket"]) => string): Datum[] =>
  ageing.map(({ bucket, amount, share }) => ({ bucket: nameOf(bucket), amount, share }));

/** One bar for each bucket, in the order of their days. */
export const ageingSpec = (title: string) => ({
  transform: [{ calculate: "toNumber(datum.amount)", as: "number" }],
  mark: { type: "bar" },
  encoding: {
    y: { field: "bucket", type: "nominal", sort: null, title: null, axis: { labelLimit: 160 } },
    x: { field: "number", type: "quantitative", title },
    tooltip: [
      { field: "bucket", type: "nominal" },
      { field: "number", type: "quantitative", format: ",.2f" },
    ],
  },
});
