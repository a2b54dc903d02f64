// The words of payments as the API has them.
import type { Schema } from "@/api/client";

export type Payment = Schema["PaymentOut"];
export type PaymentDetail = Schema["PaymentDetail"];
export type Status = Schema["PaymentStatus"];
export type Batch = Schema["BatchOut"];
export type Outcome = Schema["BatchOutcome"];
export type Line = Schema["LineOut"];

export const STATUSES = ["pending", "approved", "scheduled", "paid", "failed", "cancelled"] as const satisfies readonly Status[];

/** A payment in a batch of which the bank has yet to say something: it is paid or it fails, and nothing else. */
export const isOnItsWay = (payment: Pick<Payment, "status" | "batch_id">): boolean => payment.status === "scheduled" && payment.batch_id !== null;

/** What the address asks for of the list of payments, as the API understands it. */
export const listQuery = (search: URLSearchParams) => ({
  status: STATUSES.filter((status) => search.getAll("status").includes(status)),
  influencer_id: idsOf(search, "influencer_id"),
  campaign_id: idsOf(search, "campaign_id"),
  from: search.get("from") ?? undefined,
  to: search.get("to") ?? undefined,
});

export const idsOf = (search: URLSearchParams, name: string): number[] =>
  search
    .getAll(name)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);
