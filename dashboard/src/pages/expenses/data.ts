// What the pages of expenses ask for.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useParams } from "react-router";

import { $api, api, type Schema } from "@/api/client";

export type Expense = Schema["ExpenseOut"];
export type Status = Schema["ExpenseStatus"];

export const STATUSES = ["submitted", "approved", "rejected", "paid"] as const satisfies readonly Status[];

export const useExpenseId = (): number => Number(useParams()["expenseId"]);

/** Read everything that an expense counts in anew, as after a change; with "none" when it is next looked at. */
export const useRefresh = (): ((refetchType?: "active" | "none") => Promise<void>) => {
  const queries = useQueryClient();
  return useCallback((refetchType = "active") => queries.invalidateQueries({ refetchType, predicate: ({ queryKey }) => /^\/api\/(budgets|expenses|finance|profitability)/.test(String(queryKey[1])) }), [queries]);
};

/** Cost categories in use, so that the same thing is not named twice. */
export const useCostCategories = (): string[] => {
  const { data } = $api.useQuery("get", "/api/expenses/report", { params: { query: { by: "category" } } });
  return (data?.items ?? []).map(({ name }) => name).filter((name) => name !== "reported_spend" && name !== "payments");
};

export type Read = { expense: Expense; version: string };

/** An expense under its version: what others change while it is edited is not overwritten. */
export const readForEditing = async (expense_id: number): Promise<Read> => {
  const { data, response } = await api.GET("/api/expenses/{expense_id}", { params: { path: { expense_id } } });
  if (!data) throw new Error(response.statusText);
  return { expense: data, version: response.headers.get("ETag") ?? "" };
};
