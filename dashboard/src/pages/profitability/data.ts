// What the page of profitability asks for.
import { useInfiniteQuery } from "@tanstack/react-query";

import { api, type Schema } from "@/api/client";
import { type Filters, windowOf } from "@/ui/filters";

export type Item = Schema["ProfitabilityItem"];
export type Answer = Schema["ProfitabilityOut"];
export type Word = Schema["Recommendation"];
export type Level = Schema["Level"];

export const WORDS = ["continue", "watch", "stop", "not_enough_data"] as const satisfies readonly Word[];
export const LEVELS = ["collaboration", "influencer"] as const satisfies readonly Level[];
const AT_ONCE = 50;

/** What the address asks for. Collaborations count from beginning to end, so they have no window. Pure. */
export const askedOf = (search: URLSearchParams, filters: Filters) => {
  const by = LEVELS.find((one) => one === search.get("tab")) ?? "collaboration";
  return {
    by,
    ...(by === "influencer" ? windowOf(filters) : { campaign_id: filters.campaign_id }),
    influencer_id: filters.influencer_id,
    platform: filters.platform,
    recommendation: WORDS.filter((word) => search.getAll("recommendation").includes(word)),
    sort: search.get("sort") ?? "-net_contribution",
  };
};

export type Asked = ReturnType<typeof askedOf>;

export const useProfitability = (asked: Asked) =>
  useInfiniteQuery({
    queryKey: ["list", "/api/profitability", asked],
    queryFn: async ({ pageParam }) => (await api.GET("/api/profitability", { params: { query: { ...asked, cursor: pageParam, limit: AT_ONCE } } })).data as Answer,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const idOf = (item: Item): string => `${item.campaign_id ?? ""} ${item.influencer_id}`;
