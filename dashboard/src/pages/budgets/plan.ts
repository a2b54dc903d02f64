// A plan while it is written. Pure.
import { amountOf, centsOf, moneyOf, sumOf } from "@/pages/finance/amounts";

import { type Budget, PAYMENTS } from "./data";

export type Row = { id: string; category: string; planned: string; isKnown: boolean };

/** The rows to edit: what is planned, what costs money already, and always the payments to influencers. */
export const rowsOf = ({ categories }: Pick<Budget, "categories">): Row[] => {
  const known = categories.map(({ cost_category, planned }) => ({ id: cost_category, category: cost_category, planned: planned ?? "", isKnown: true }));
  return known.some(({ category }) => category === PAYMENTS) ? known : [{ id: PAYMENTS, category: PAYMENTS, planned: "", isKnown: true }, ...known];
};

const isNothing = (amount: string): boolean => moneyOf(amount) === "" || centsOf(amount) === 0n;

/** What is sent: the whole plan; a row without an amount is not planned. */
export const planOf = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.filter(({ category, planned }) => category.trim() && !isNothing(planned)).map(({ category, planned }) => [category.trim(), moneyOf(planned)]));

/** What is planned in all, and what of the campaign's budget that leaves. */
export const left = (rows: readonly Row[], budget: string): { planned: string; left: string; isOver: boolean } => {
  const planned = sumOf(rows.map((row) => row.planned));
  const rest = (centsOf(budget) ?? 0n) - (centsOf(planned) ?? 0n);
  return { planned, left: amountOf(rest), isOver: rest < 0n };
};

export type Fault = "name" | "twice" | "amount";

/** What keeps a row from being sent. */
export const faultOf = (row: Row, rows: readonly Row[]): Fault | null => {
  if (!row.category.trim() && !isNothing(row.planned)) return "name";
  if (row.category.trim() && rows.filter(({ category }) => category.trim() === row.category.trim()).length > 1) return "twice";
  if (!isNothing(row.planned) && (centsOf(row.planned) ?? -1n) < 0n) return "amount";
  return null;
};
