import { useQueries } from "@tanstack/react-query";

import { $api, type Schema } from "@/api/client";

type Metrics = Schema["InfluencerPerformance"]["metrics"];
const AT_ONCE = 50;

/** The metrics of these influencers over the last 90 days, asked for a page of the list at a time. */
export const usePerformance = (ids: readonly number[]): Map<number, Metrics> => {
  const chunks = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, index) => ids.slice(index * AT_ONCE, (index + 1) * AT_ONCE));
  const answers = useQueries({
    queries: chunks.map((influencer_id) => $api.queryOptions("get", "/api/performance", { params: { query: { window: "90d", influencer_id: [...influencer_id], limit: AT_ONCE } } })),
  });
  return new Map(answers.flatMap(({ data }) => data?.items ?? []).map((one) => [one.influencer_id, one.metrics]));
};
