// Names of records that other records mention by id; asked for together, and kept.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { api } from "@/api/client";

export type Kind = "influencer" | "campaign" | "product" | "customer";
export type Named = { id: number; name: string };

const MOST = 200;
const LONG = 10 * 60 * 1000;
const FOUND = 20;

const influencers = (items?: readonly { influencer_id: number; influencer_name: string }[]): Named[] =>
  (items ?? []).map(({ influencer_id, influencer_name }) => ({ id: influencer_id, name: influencer_name }));
const campaigns = (items?: readonly { campaign_id: number; campaign_name: string }[]): Named[] =>
  (items ?? []).map(({ campaign_id, campaign_name }) => ({ id: campaign_id, name: campaign_name }));
const products = (items?: readonly { product_id: number; title: string }[]): Named[] => (items ?? []).map(({ product_id, title }) => ({ id: product_id, name: title }));
const customers = (items?: readonly { customer_id: number; customer_name: string }[]): Named[] =>
  (items ?? []).map(({ customer_id, customer_name }) => ({ id: customer_id, name: `${customer_name} (${customer_id})` }));

const customer = (customer_id: number) => api.GET("/api/customers/{customer_id}", { params: { path: { customer_id } } }).then(({ data }) => (data ? [data] : []));

const influencer = (influencer_id: number) =>
  api
    .GET("/api/influencers/{influencer_id}", { params: { path: { influencer_id } } })
    .then(({ data }) => (data ? [data] : []))
    .catch(() => []);

/** Their list cannot be asked by id: those who did something of late come in one answer, the others one by one. */
const influencersById = async (ids: number[]): Promise<Named[]> => {
  const active = influencers((await api.GET("/api/performance", { params: { query: { influencer_id: ids, window: "90d", limit: MOST } } })).data?.items);
  const missing = ids.filter((id) => !active.some((one) => one.id === id));
  return [...active, ...influencers((await Promise.all(missing.map(influencer))).flat())];
};

const BY_ID: Record<Kind, (ids: number[]) => Promise<Named[]>> = {
  influencer: influencersById,
  campaign: async (ids) => campaigns((await api.GET("/api/campaigns", { params: { query: { campaign_id: ids, limit: MOST } } })).data?.items),
  product: async (ids) => products((await api.GET("/api/products", { params: { query: { product_id: ids, limit: MOST } } })).data?.items),
  customer: async (ids) => customers((await Promise.all(ids.map(customer))).flat()),
};

/** The first records whose name holds what was typed. */
const BY_TEXT: Record<Kind, (q: string | undefined) => Promise<Named[]>> = {
  influencer: async (q) => influencers((await api.GET("/api/influencers", { params: { query: { q, limit: FOUND } } })).data?.items),
  campaign: async (q) => campaigns((await api.GET("/api/campaigns", { params: { query: { q, limit: FOUND } } })).data?.items),
  product: async (q) => products((await api.GET("/api/products", { params: { query: { q, limit: FOUND } } })).data?.items),
  customer: async (q) => customers((await api.GET("/api/customers", { params: { query: { q, limit: FOUND } } })).data?.items),
};

const chunks = (ids: readonly number[]): number[][] => Array.from({ length: Math.ceil(ids.length / MOST) }, (_, index) => ids.slice(index * MOST, (index + 1) * MOST));

/** Read the names that are not known yet; a list that grows asks only for its new rows. */
export const readNames = async (queries: QueryClient, kind: Kind, ids: readonly number[], ask: (ids: number[]) => Promise<Named[]> = BY_ID[kind]): Promise<Named[]> => {
  const known = ids.flatMap((id) => queries.getQueryData<Named | null>(["name", kind, id]) ?? []);
  const missing = ids.filter((id) => !known.some((one) => one.id === id));
  const found = (await Promise.all(chunks(missing).map(ask))).flat();
  for (const one of found) queries.setQueryData(["name", kind, one.id], one);
  return [...known, ...found];
};

/** Gather what is asked one by one in the same moment, and ask for all of it at once. */
export const gathered = (ask: (ids: number[]) => Promise<Named[]>): ((id: number) => Promise<Named | null>) => {
  let waiting: { ids: Set<number>; answer: Promise<Named[]> } | null = null;
  return async (id) => {
    waiting ??= begin();
    waiting.ids.add(id);
    return (await waiting.answer).find((one) => one.id === id) ?? null;
  };
  function begin() {
    const ids = new Set<number>();
    const answer = new Promise<void>((resolve) => setTimeout(resolve)).then(async () => {
      waiting = null;
      return (await Promise.all(chunks([...ids]).map(ask))).flat();
    });
    return { ids, answer };
  }
};

const ONE_BY_ONE = { campaign: gathered(BY_ID.campaign), influencer: gathered(BY_ID.influencer) };

/** The name of one record; undefined where it is not known (yet). Many of a page are one request. */
export const useName = (kind: keyof typeof ONE_BY_ONE, id: number): string | undefined =>
  useQuery({ queryKey: ["name", kind, id], queryFn: () => ONE_BY_ONE[kind](id), staleTime: LONG }).data?.name;

/** After a record was renamed. */
export const forgetNames = async (queries: QueryClient, kind: Kind): Promise<void> => {
  queries.removeQueries({ queryKey: ["name", kind] });
  await Promise.all(["names", "found"].map((what) => queries.invalidateQueries({ queryKey: [what, kind] })));
};

/** Return the function that gives the name of an id; undefined where it is not known (yet). */
export const useNames = (kind: Kind, ids: readonly number[]): ((id: number) => string | undefined) => {
  const queries = useQueryClient();
  const wanted = [...new Set(ids)].filter((id) => id > 0).sort((one, other) => one - other);
  const { data } = useQuery({ queryKey: ["names", kind, wanted], queryFn: () => readNames(queries, kind, wanted), enabled: wanted.length > 0, staleTime: LONG, placeholderData: (before) => before });
  return useCallback((id) => data?.find((one) => one.id === id)?.name, [data]);
};

export const useFound = (kind: Kind, text: string): Named[] => {
  const { data } = useQuery({ queryKey: ["found", kind, text], queryFn: () => BY_TEXT[kind](text || undefined), placeholderData: (before) => before });
  return data ?? [];
};
