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

const bars = (names: readonly string[], title: string) => ({
  // What is surest stands at the bottom, so that what is only likely is seen on top of it.
  transform: [
    { fold: names, as: ["part", "amount"] },
    { calculate: `indexof(${JSON.stringify(names)}, datum.part)`, as: "place" },
  ],
  mark: { type: "bar" },
  encoding: {
    y: { field: "amount", type: "quantitative", title, stack: true },
    color: { field: "part", type: "nominal", title: null, scale: { domain: names } },
    order: { field: "place" },
    tooltip: [
      { field: "period", type: "nominal" },
      { field: "part", type: "nominal" },
      { field: "amount", type: "quantitative", format: ",.2f" },
    ],
  },
});

const INTERVAL = {
  transform: [{ filter: "datum.low_number !== null" }],
  mark: { type: "rule", strokeWidth: 2 },
  encoding: { y: { field: "low_number", type: "quantitative" }, y2: { field: "high_number" } },
};

const numbered = (field: string, as: string) => ({ calculate: `datum.${field} === null ? null : toNumber(datum.${field})`, as });

/** Stacked bars of what falls due; where something is expected, that too, with a line for its interval. */
export const forecastSpec = (names: Record<Part, string>, title: string, isExpected: boolean) => {
  const parts = PARTS.filter((part) => isExpected || part !== "to_be_earned");
  return {
    transform: [...parts.map((part) => numbered(part, names[part])), ...(isExpected ? [numbered("low", "low_number"), numbered("high", "high_number")] : [])],
    encoding: { x: { field: "period", type: "nominal", sort: null, title: null, axis: { labelAngle: -40 } } },
    layer: [bars(parts.map((part) => names[part]), title), ...(isExpected ? [INTERVAL] : [])],
  };
};

export const ageingRows = (ageing: readonly Ageing[], nameOf: (bucket: Ageing["bucket"]) => string): Datum[] =>
  ageing.map(({ bucket, amount, share }) => ({ bucket: nameOf(bucket), amount, share }));

/** One bar for each bucket, in the order of their days. */
export const ageingSpec = (title: string) => ({
  transform: [{ calculate: "toNumber(datum.amount)", as: "number" }],
  mark: { type: "bar" },
  encoding: {
    y: { field: "bucket", type: "nominal", sort: null, title: null, axis: { labelLimit: 240 } },
    x: { field: "number", type: "quantitative", title, axis: { tickCount: 5 } },
    tooltip: [
      { field: "bucket", type: "nominal" },
      { field: "number", type: "quantitative", format: ",.2f" },
    ],
  },
});
