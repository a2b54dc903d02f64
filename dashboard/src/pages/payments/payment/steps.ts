// Which steps may be taken with a payment, as shared/finance/payments/rules.py has them. The API refuses the others.
import { type Payment, type Status, isOnItsWay } from "../data";

export type Step = "approve" | "schedule" | "pay" | "fail" | "retry" | "cancel";
type Powers = { userId: number; mayApprove: boolean; mayExecute: boolean };

const FROM: Record<Step, readonly Status[]> = {
  approve: ["pending"],
  schedule: ["approved", "scheduled"],
  pay: ["scheduled"],
  fail: ["scheduled", "paid"],
  retry: ["failed"],
  cancel: ["pending", "approved", "scheduled", "failed"],
};
const APPROVERS = new Set<Step>(["approve", "cancel"]);
/** Not while a batch is on its way to the bank. */
const NOT_ON_ITS_WAY = new Set<Step>(["schedule", "cancel"]);

const STEPS = Object.keys(FROM) as Step[];

type Known = Pick<Payment, "status" | "batch_id" | "computed_by">;

/** Whoever computed a payment cannot approve it. */
export const isOwn = (payment: Known, userId: number): boolean => payment.status === "pending" && payment.computed_by === userId;

export const stepsOf = (payment: Known, { userId, mayApprove, mayExecute }: Powers): Step[] =>
  STEPS.filter(
    (step) =>
      FROM[step].includes(payment.status) &&
      (APPROVERS.has(step) ? mayApprove : mayExecute) &&
      !(NOT_ON_ITS_WAY.has(step) && isOnItsWay(payment)) &&
      !(step === "approve" && isOwn(payment, userId)),
  );
