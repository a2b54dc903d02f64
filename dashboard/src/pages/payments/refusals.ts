// What a refusal says beside its sentence: which payments it is about, and why each.
import type { Problem } from "@/api/problem";
import type { MessageId, Say } from "@/messages";
import { wordsOf } from "@/ui/forms";
import type { Formats } from "@/ui/formats";

export const REASONS = ["not_there", "payment_state", "computed_by_same_user", "in_batch", "nothing_to_pay", "no_account", "account_held"] as const;
type Reason = (typeof REASONS)[number];

export type Obstacle = { payment_id: number; reason: Reason; held_until?: string; batch_id?: number };

const isObstacle = (one: unknown): one is Obstacle =>
  typeof one === "object" && one !== null && "payment_id" in one && typeof one.payment_id === "number" && "reason" in one && (REASONS as readonly unknown[]).includes(one.reason);

/** The payments that a refusal names, each with what stands in its way. */
export const obstaclesOf = ({ told }: Problem): Obstacle[] => (Array.isArray(told.payments) ? told.payments.filter(isObstacle) : []);

/** Ids that a refusal names without a reason each, as accounts that have no IBAN. */
export const namedIds = ({ told }: Problem): number[] => (Array.isArray(told.payments) ? told.payments.filter((one) => typeof one === "number") : []);

/** Refusals that we can say in the reader's language; of others the API's own words. */
const KNOWN: Partial<Record<string, MessageId>> = {
  payment_computed_by_same_user: "payments.refusal.computed_by_same_user",
  payments_not_approvable: "payments.refusal.not_approvable",
  payment_in_batch: "payments.refusal.in_batch",
  payment_state: "payments.refusal.state",
  day_in_the_past: "payments.refusal.past",
  day_in_future: "payments.refusal.future",
  paid_before_approval: "payments.refusal.before_approval",
  batch_not_payable: "payments.refusal.not_payable",
  payout_account_held: "payments.refusal.held",
  payment_batch_exported: "payments.refusal.exported",
  payment_batch_settled: "payments.refusal.settled",
  accounts_without_iban: "payments.refusal.without_iban",
  company_account_missing: "payments.refusal.company_account",
  influencer_has_no_mail: "payments.refusal.no_mail",
};

const dayIn = (told: unknown): string | null => (typeof told === "string" ? told : null);

export const refusalWords = (problem: Problem, say: Say, formats: Formats, hasFactor: boolean): string => {
  if (problem.code === "fresh_two_factor_required" && !hasFactor) {
    const { limit } = problem.told;
    return typeof limit === "string" ? say("payments.refusal.factor.limit", { limit: formats.money(limit) }) : say("payments.refusal.factor");
  }
  if (problem.code === "statement_malformed") return say("payments.refusal.statement", { why: problem.errors.map(({ message }) => message).join("; ") });
  const known = KNOWN[problem.code];
  return known ? say(known, { day: formats.day(dayIn(problem.told.held_until) ?? dayIn(problem.told.day)) }) : wordsOf(problem, say);
};
