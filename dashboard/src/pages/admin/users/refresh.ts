import type { QueryClient } from "@tanstack/react-query";

/** Ask anew for everything that shows accounts, and for what was done about them. */
export const refreshUsers = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.some((part) => part === "users" || part === "audit" || String(part).startsWith("/api/users")) });
