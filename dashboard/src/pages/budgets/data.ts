// What the pages of budgets ask for.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useParams } from "react-router";

import { api, type Schema } from "@/api/client";
import type { Say } from "@/messages";

export type Budget = Schema["BudgetOut"];
export type Category = Schema["CategoryOut"];
export type Spending = Pick<Category, "requested" | "committed" | "incurred" | "paid">;

/** What influencers are paid; a cost category of its own. */
export const PAYMENTS = "payments";
const REPORTED = "reported_spend";

export const useCampaignId = (): number => Number(useParams()["campaignId"]);

export const categoryName = (category: string, say: Say): string => (category === PAYMENTS || category === REPORTED ? say(`budgets.category.${category}`) : category);

/** Read everything about budgets and expenses anew, as after a change. */
export const useRefresh = (): (() => Promise<void>) => {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(budgets|expenses|finance|profitability)/.test(String(queryKey[1])) }), [queries]);
};

export type Read = { budget: Budget; version: string };

/** A budget under the version of its plan: what others change while it is edited is not overwritten. */
export const readForEditing = async (campaign_id: number): Promise<Read> => {
  const { data, response } = await api.GET("/api/budgets/{campaign_id}", { params: { path: { campaign_id } } });
  if (!data) throw new Error(response.statusText);
  return { budget: data, version: response.headers.get("ETag") ?? "" };
};
