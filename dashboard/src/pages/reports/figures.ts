// The key figures of a report before it is made: those of the screen that shows the same, asked in the same words.
import { useQuery } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { Value as Amount } from "@/ui/formats";

import { type ChartQuery, chartQuery, type Values } from "./values";

export type Figure = { slug: string; value: Amount; before?: Amount };
type Metrics = Readonly<Record<string, unknown>>;
type Ask = (query: ChartQuery) => Promise<Figure[]>;

const KEY = ["net_revenue", "cost", "roi", "orders"] as const;

const amountOf = (value: unknown): Amount => (typeof value === "string" || typeof value === "number" ? value : null);

const figuresOf = (slugs: readonly string[], metrics: Metrics, before?: Metrics | null): Figure[] =>
  slugs.map((slug) => ({ slug, value: amountOf(metrics[slug]), ...(before ? { before: amountOf(before[slug]) } : {}) }));

const shared = ({ window, from, to, influencer_id, campaign_id, product_id, category, platform }: ChartQuery) => ({ window, from, to, influencer_id, campaign_id, product_id, category, platform });

const ofShop: Ask = async (query) => {
  const { data } = await api.GET("/api/metrics/shop", { params: { query: shared(query) } });
  return data ? figuresOf(KEY, data.metrics) : [];
};

/** Of sales only: other metrics cannot be compared under filters in one question. */
const ofPerformance: Ask = async (query) => {
  const [compare] = query.compare ?? [];
  const now = await ofShop(query);
  if (!compare) return now;
  const { window, from, to, ...filters } = shared(query);
  const { data } = await api.POST("/api/metrics/query", { body: { metrics: ["net_revenue", "orders"], window, from, to, compare, filters } });
  return now.map((figure) => ({ ...figure, ...(data && `${figure.slug}_before` in data.totals ? { before: amountOf(data.totals[`${figure.slug}_before`]) } : {}) }));
};

const ofCampaign: Ask = async ({ campaign_id, against, from, to }) => {
  const [one] = campaign_id ?? [];
  if (one === undefined) return [];
  const { data } = await api.GET("/api/campaigns/{campaign_id}/success", { params: { path: { campaign_id: one }, query: { against, from, to } } });
  return data ? figuresOf(KEY, data.metrics, data.previous?.metrics) : [];
};

const ofReturns: Ask = async (query) => {
  const by = query.by === "return_day" ? "return_day" : "purchase_day";
  const { data } = await api.GET("/api/returns/by-influencer", { params: { query: { ...shared(query), by, limit: 1 } } });
  return data ? figuresOf(["units", "returned_revenue", "return_rate"], data.shop) : [];
};

const ofSales: Ask = async (query) => {
  const { window, from, to, ...filters } = shared(query);
  const metrics = ["net_revenue", "orders", "units", "returned_revenue"];
  const { data } = await api.POST("/api/metrics/query", { body: { metrics, window, from, to, filters } });
  return data ? figuresOf(metrics, data.totals) : [];
};

const ofAttribution: Ask = async (query) => {
  const { data } = await api.GET("/api/attribution", { params: { query: { ...shared(query), lookback: query.lookback, limit: 1 } } });
  return data ? [{ slug: "orders", value: data.total.conversions }, { slug: "net_revenue", value: data.total.revenue }] : [];
};

const ofAudience: Ask = async (query) => {
  const { data } = await api.GET("/api/audience", { params: { query: shared(query) } });
  return data ? figuresOf(["orders", "net_revenue"], data.audience) : [];
};

/** Kinds whose key figures a screen has, too. */
const ASKED: Partial<Record<string, Ask>> = {
  ranking: ofShop,
  influencer_performance: ofPerformance,
  campaign_success: ofCampaign,
  returns_by_influencer: ofReturns,
  sales_by_category: ofSales,
  attribution: ofAttribution,
  audience: ofAudience,
};

/** The figures of a kind under these filters; undefined until they are there or where there are none. */
export const useFigures = (kind: string, values: Values, isAskable: boolean) => {
  const ask = ASKED[kind];
  const query = chartQuery(values);
  return useQuery({
    queryKey: ["reports", "figures", kind, query],
    queryFn: () => (ask && query ? ask(query) : []),
    enabled: Boolean(ask && query && isAskable),
  });
};
