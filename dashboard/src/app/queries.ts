import { QueryClient } from "@tanstack/react-query";

import { asProblem } from "@/api/problem";

const SOON = 15_000;
const MOST_TRIES = 3;

// Answers are cached for a short time here and by their ETag in the browser; a refusal is no reason to ask again.
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: SOON,
      retry: (tries, error) => asProblem(error).isPassing && tries < MOST_TRIES,
      throwOnError: false,
    },
    mutations: { retry: false },
  },
});
