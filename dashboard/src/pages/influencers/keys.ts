import { type QueryClient, useQueryClient } from "@tanstack/react-query";

import { forgetNames } from "@/ui/names";

/** The key of the list's pages. */
export const LIST = "influencers";

/** After a change: whatever shows this influencer is read anew. */
export const forget = (queries: QueryClient): Promise<unknown> =>
  Promise.all([queries.invalidateQueries({ queryKey: [LIST] }), queries.invalidateQueries({ queryKey: ["get", "/api/influencers/{influencer_id}"] }), forgetNames(queries, "influencer")]);

export const useForget = () => {
  const queries = useQueryClient();
  return () => forget(queries);
};
