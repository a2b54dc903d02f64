// An expense while it is written, and what the API is sent of it. Pure.
import type { Schema } from "@/api/client";
import { moneyOf } from "@/pages/finance/amounts";

import type { Expense } from "./data";

export type Draft = { campaign_id: number | null; influencer_id: number | null; cost_category: string; expense_date: string | null; amount: string; description: string };

export const newDraft = (campaign_id: number | null, expense_date: string): Draft => ({ campaign_id, influencer_id: null, cost_category: "", expense_date, amount: "", description: "" });

export const draftOf = ({ campaign_id, influencer_id, cost_category, expense_date, amount, description }: Expense): Draft => ({ campaign_id, influencer_id, cost_category, expense_date, amount, description: description ?? "" });

const written = ({ influencer_id, cost_category, expense_date, amount, description }: Draft) => ({
  influencer_id,
  cost_category: cost_category.trim(),
  ...(expense_date ? { expense_date } : {}),
  amount: moneyOf(amount),
  description: description.trim() || null,
});

/** The whole of a new expense; null until campaign and day are chosen. */
export const expenseOf = (draft: Draft): Schema["ExpenseIn"] | null =>
  draft.campaign_id === null || draft.expense_date === null ? null : { ...written(draft), campaign_id: draft.campaign_id, expense_date: draft.expense_date };

/** Only what differs: what is not sent stays as it is. */
export const changesOf = (before: Expense, draft: Draft): Schema["ExpensePatch"] => {
  const [was, is] = [written(draftOf(before)), written(draft)];
  const changes: Schema["ExpensePatch"] = {};
  if (is.influencer_id !== was.influencer_id) changes.influencer_id = is.influencer_id;
  if (is.cost_category !== was.cost_category) changes.cost_category = is.cost_category;
  if (is.expense_date && is.expense_date !== was.expense_date) changes.expense_date = is.expense_date;
  if (is.amount !== was.amount) changes.amount = is.amount;
  if (is.description !== was.description) changes.description = is.description;
  return changes;
};
