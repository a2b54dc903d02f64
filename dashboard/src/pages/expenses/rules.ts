// What somebody may do with an expense; the API refuses the rest anyway. Pure.
import type { Me } from "@/session/session";

import type { Expense } from "./data";

export const STEPS = ["approve", "reject", "pay", "edit", "delete"] as const;
export type Step = (typeof STEPS)[number];
type Who = Pick<Me, "user_id"> & { permissions: readonly string[] };

const isOwn = (expense: Expense, { user_id }: Who): boolean => expense.created_by === user_id;
const isOpen = ({ status }: Expense): boolean => status === "submitted" || status === "rejected";

/** Who recorded an expense changes it and decides nothing; everybody else decides and changes nothing. */
export const stepsOf = (expense: Expense, who: Who): Step[] => {
  const may = (permission: string) => who.permissions.includes(permission);
  const isDecider = may("expenses.approve") && !isOwn(expense, who);
  const isKeeper = may("expenses.manage") && isOwn(expense, who) && isOpen(expense);
  const allowed: Record<Step, boolean> = {
    approve: isDecider && expense.status === "submitted",
    reject: isDecider && (expense.status === "submitted" || expense.status === "approved"),
    pay: may("payments.execute") && expense.status === "approved",
    edit: isKeeper,
    delete: isKeeper,
  };
  return STEPS.filter((step) => allowed[step]);
};

/** A receipt is given by who recorded the expense, until it is decided on; then only the first one, by anybody. */
export const mayGiveReceipt = (expense: Expense, who: Who): boolean => {
  if (!who.permissions.includes("expenses.manage") || expense.status === "rejected") return false;
  return expense.status === "submitted" ? isOwn(expense, who) : expense.receipt_name === null;
};
