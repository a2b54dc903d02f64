import type { Schema } from "@/api/client";

export const BY = ["day", "week", "month", "campaign", "category", "platform"] as const satisfies readonly Schema["OverviewBy"][];
export type By = (typeof BY)[number];

/** What the address asks the parts of the overview to be; months unless it says. */
export const byOf = (search: URLSearchParams): By => BY.find((one) => one === search.get("by")) ?? "month";

export const isTime = (by: string): boolean => by === "day" || by === "week" || by === "month";

type Value = string | number | null;
/** The metrics of an answer; the API tells them as a map of counts, ratios and money as text. */
export const valueOf = (of: { metrics: Readonly<Record<string, unknown>> }, slug: string): Value => {
  const value = of.metrics[slug];
  return typeof value === "string" || typeof value === "number" ? value : null;
};
