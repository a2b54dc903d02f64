import type { QueryClient } from "@tanstack/react-query";

/** Ask anew for everything that shows sources. */
export const refreshSources = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.some((part) => String(part).includes("imports/sources")) });
