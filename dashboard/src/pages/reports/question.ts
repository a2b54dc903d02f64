// A question of one's own, as POST metrics/query takes it: its filters stand apart from the rest. Pure.
import type { Schema } from "@/api/client";

import type { Values } from "./values";

type Question = Schema["MetricsQuestion"];
type Filters = Schema["Filters"];

const DIMENSIONS = ["day", "week", "month", "influencer", "product", "category", "platform", "campaign", "rating"] as const satisfies readonly Schema["Dimension"][];
const COMPARES = ["previous", "last_year"] as const satisfies readonly Schema["Compare"][];

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);
const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter((one): one is number => typeof one === "number") : []);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

const filtersOf = (values: Values): Filters => ({
  influencer_id: numbers(values.influencer_id),
  campaign_id: numbers(values.campaign_id),
  product_id: numbers(values.product_id),
  category: texts(values.category),
  platform: texts(values.platform),
});

/** The question with its first `limit` rows. */
export const questionOf = (values: Values, limit: number): Question => ({
  metrics: texts(values.metrics),
  dimensions: DIMENSIONS.filter((one) => texts(values.dimensions).includes(one)).sort((one, other) => texts(values.dimensions).indexOf(one) - texts(values.dimensions).indexOf(other)),
  window: text(values.window),
  from: text(values.from),
  to: text(values.to),
  compare: COMPARES.find((one) => one === values.compare) ?? null,
  sort: text(values.sort),
  filters: filtersOf(values),
  limit: Math.min(limit, typeof values.limit === "number" ? values.limit : limit),
});

type Chart = { slug: string; fits: (dimensions: readonly string[], metrics: readonly string[]) => boolean };

const TIMES = ["day", "week", "month"];
const timesIn = (dimensions: readonly string[]) => dimensions.filter((one) => TIMES.includes(one)).length;
const PAIR = 2;

/** Which charts have the shape of a question, as the API declares them. */
const CHARTS: readonly Chart[] = [
  { slug: "custom_bar", fits: (dimensions) => dimensions.length === 1 && timesIn(dimensions) === 0 },
  { slug: "custom_stacked", fits: (dimensions) => dimensions.length === PAIR && timesIn(dimensions) === 0 },
  { slug: "custom_line", fits: (dimensions) => dimensions.length === 1 && timesIn(dimensions) === 1 },
  { slug: "custom_area", fits: (dimensions) => dimensions.length <= PAIR && timesIn(dimensions) === 1 },
  { slug: "custom_donut", fits: (dimensions) => dimensions.length === 1 && timesIn(dimensions) === 0 },
  { slug: "custom_heat_map", fits: (dimensions) => dimensions.length === PAIR },
  { slug: "custom_scatter", fits: (dimensions, metrics) => dimensions.length === 1 && timesIn(dimensions) === 0 && metrics.length >= PAIR },
];

/** The charts of a question that can be drawn; others would only say that they do not fit. */
export const fittingCharts = (values: Values): string[] =>
  CHARTS.filter(({ fits }) => fits(texts(values.dimensions), texts(values.metrics))).map(({ slug }) => slug);
