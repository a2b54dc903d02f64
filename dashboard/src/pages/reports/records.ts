// Influencers, campaigns and products by name, and the words that sales know: what the filters of reports are chosen from.
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { $api, api, type Schema } from "@/api/client";

import type { RecordName } from "./kinds";

export type Named = { id: number; name: string };

const FOUND = 20;
const MOST = 200;
const LONG = 10 * 60 * 1000;

const influencers = (items: readonly Schema["InfluencerOut"][] = []): Named[] => items.map(({ influencer_id, influencer_name }) => ({ id: influencer_id, name: influencer_name }));
const campaigns = (items: readonly Schema["CampaignOut"][] = []): Named[] => items.map(({ campaign_id, campaign_name }) => ({ id: campaign_id, name: campaign_name }));
const products = (items: readonly Schema["ProductOut"][] = []): Named[] => items.map(({ product_id, title }) => ({ id: product_id, name: title }));

const byText: Record<RecordName, (q: string | undefined) => Promise<Named[]>> = {
  influencer_id: async (q) => influencers((await api.GET("/api/influencers", { params: { query: { q, limit: FOUND } } })).data?.items),
  campaign_id: async (q) => campaigns((await api.GET("/api/campaigns", { params: { query: { q, limit: FOUND } } })).data?.items),
  product_id: async (q) => products((await api.GET("/api/products", { params: { query: { q, limit: FOUND } } })).data?.items),
};

/** One that is gone has no name any more. */
const influencer = (influencer_id: number): Promise<Named[]> =>
  api
    .GET("/api/influencers/{influencer_id}", { params: { path: { influencer_id } } })
    .then(({ data }) => influencers(data ? [data] : []))
    .catch(() => []);

/** Their list cannot be asked for by id: who did something of late comes in one answer, the others one by one. */
const influencersById = async (ids: number[]): Promise<Named[]> => {
  const { data } = await api.GET("/api/performance", { params: { query: { influencer_id: ids, window: "90d", limit: MOST } } });
  const active = (data?.items ?? []).map(({ influencer_id, influencer_name }) => ({ id: influencer_id, name: influencer_name }));
  const others = ids.filter((id) => !active.some((one) => one.id === id));
  return [...active, ...(await Promise.all(others.map(influencer))).flat()];
};

const byId: Record<RecordName, (ids: number[]) => Promise<Named[]>> = {
  influencer_id: influencersById,
  campaign_id: async (ids) => campaigns((await api.GET("/api/campaigns", { params: { query: { campaign_id: ids, limit: MOST } } })).data?.items),
  product_id: async (ids) => products((await api.GET("/api/products", { params: { query: { product_id: ids, limit: MOST } } })).data?.items),
};

/** The first records whose name holds what was typed. */
export const useFound = (of: RecordName, text: string): Named[] => {
  const { data } = useQuery({ queryKey: ["reports", "found", of, text], queryFn: () => byText[of](text || undefined), placeholderData: (before) => before });
  return data ?? [];
};

/** Return the function that gives the name of an id; undefined where it is not known (yet). */
export const useNames = (of: RecordName, ids: readonly number[]): ((id: number) => string | undefined) => {
  const wanted = [...new Set(ids)].filter((id) => id > 0).sort((one, other) => one - other).slice(0, MOST);
  const { data } = useQuery({ queryKey: ["reports", "names", of, wanted], queryFn: () => byId[of](wanted), enabled: wanted.length > 0, staleTime: LONG, placeholderData: (before) => before });
  return useCallback((id) => data?.find((one) => one.id === id)?.name, [data]);
};

/** The categories or platforms that ever sold something. */
export const useSold = (dimension: "category" | "platform", isWanted: boolean): string[] => {
  const body: Schema["MetricsQuestion"] = { metrics: ["units"], dimensions: [dimension], window: "all", limit: MOST };
  const { data } = $api.useQuery("post", "/api/metrics/query", { body }, { staleTime: LONG, enabled: isWanted });
  return (data?.rows ?? []).map((row) => row[dimension]).filter((one): one is string => typeof one === "string").sort((one, other) => one.localeCompare(other));
};
