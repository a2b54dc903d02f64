// Which payments can be chosen, and what can be done with a chosen set. Pure.
import { type Payment, isOnItsWay } from "../data";

export type Powers = { userId: number; mayApprove: boolean; mayExecute: boolean };
export type Choosable = "approve" | "batch" | "own" | null;

/** What a payment may be chosen for; "own" where only the second pair of eyes stands in the way. */
export const choosableFor = (payment: Payment, { userId, mayApprove, mayExecute }: Powers): Choosable => {
  if (payment.status === "pending" && mayApprove) return payment.computed_by === userId ? "own" : "approve";
  const isBatchable = (payment.status === "approved" || payment.status === "scheduled") && !isOnItsWay(payment);
  return isBatchable && mayExecute ? "batch" : null;
};

/** The chosen payments by what can be done with them. */
export const partsOf = (payments: readonly Payment[], powers: Powers) => ({
  approve: payments.filter((payment) => choosableFor(payment, powers) === "approve"),
  batch: payments.filter((payment) => choosableFor(payment, powers) === "batch"),
});
