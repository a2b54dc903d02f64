import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

const CONCERNED = /^\/api\/(payments|payables|payout-accounts|budgets)/;

/** After money moved: whatever shows payments, batches, accounts or what is owed is read again. */
export const useRefresh = (): (() => Promise<void>) => {
  const queries = useQueryClient();
  return useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey: [, path] }) => typeof path === "string" && CONCERNED.test(path) }),
    [queries],
  );
};
