// Terms while they are written: texts as typed, and what the API is sent of them. Pure.
import { moneyOf, percentOf, plain, shareOf } from "@/pages/finance/amounts";

import type { Basis, Cap, Component, Convention, Customers, Period, Rules, Term } from "./data";

export type CapDraft = { amount: string; period: Period } | null;
export type TierDraft = { id: string; from: string; rate: string };
export type ComponentDraft = {
  id: string;
  basis: Basis;
  amount: string;
  due: "day" | "deliverable";
  due_on: string | null;
  deliverable: string;
  rate: string;
  /** None at all: one rate for everything. */
  tiers: TierDraft[];
  convention: Convention;
  period: Period;
  categories: string[];
  customers: Customers;
  cap: CapDraft;
};
export type RulesDraft = { components: ComponentDraft[]; cap: CapDraft };
export type TermsDraft = RulesDraft & { holding_days: number; minimum_payout: string; valid_from: string | null; note: string; override_reason: string };

const USUAL_HOLDING = 30;
const newId = (): string => crypto.randomUUID();

export const newTier = (from = ""): TierDraft => ({ id: newId(), from, rate: "" });

export const newComponent = (basis: Basis): ComponentDraft => ({
  id: newId(),
  basis,
  amount: "",
  due: "day",
  due_on: null,
  deliverable: "",
  rate: "",
  tiers: [],
  convention: "marginal",
  period: "campaign",
  categories: [],
  customers: "all",
  cap: null,
});

export const newTerms = (): TermsDraft => ({ components: [newComponent("revenue_share")], cap: null, holding_days: USUAL_HOLDING, minimum_payout: "0", valid_from: null, note: "", override_reason: "" });

const capOf = (cap: CapDraft): Cap | null => (cap ? { amount: moneyOf(cap.amount), period: cap.period } : null);
const capDraft = (cap: Cap | null | undefined): CapDraft => (cap ? { amount: cap.amount, period: cap.period } : null);

/** What is sent of the rates: one, or by tiers with when and how they count. */
const ratesOf = (draft: ComponentDraft, rateOf: (typed: string) => string) =>
  draft.tiers.length > 0
    ? { tiers: draft.tiers.map(({ from, rate }) => ({ from: moneyOf(from), rate: rateOf(rate) })), tier_convention: draft.convention, tier_period: draft.period }
    : { rate: rateOf(draft.rate) };

const componentOf = (draft: ComponentDraft): Component => {
  const cap = capOf(draft.cap);
  const fits = { customers: draft.customers, categories: draft.categories.length > 0 ? draft.categories : null };
  switch (draft.basis) {
    case "fixed_fee":
      return { basis: "fixed_fee", amount: moneyOf(draft.amount), ...(draft.due === "day" ? { due_on: draft.due_on } : { deliverable: draft.deliverable.trim() }) };
    case "per_click":
      return { basis: "per_click", ...ratesOf(draft, plain), cap };
    case "per_order":
      return { basis: "per_order", ...ratesOf(draft, plain), ...fits, cap };
    case "revenue_share":
      return { basis: "revenue_share", ...ratesOf(draft, shareOf), ...fits, cap };
  }
};

export const rulesOf = ({ components, cap }: RulesDraft): Rules => ({ components: components.map(componentOf), cap: capOf(cap) });

const componentDraft = (component: Component): ComponentDraft => {
  const draft = newComponent(component.basis);
  if (component.basis === "fixed_fee") {
    const { amount, due_on = null, deliverable } = component;
    return { ...draft, amount, due: deliverable ? "deliverable" : "day", due_on, deliverable: deliverable ?? "" };
  }
  const rateOf = component.basis === "revenue_share" ? percentOf : (rate: string) => rate;
  const fits = component.basis === "per_click" ? {} : { categories: component.categories ?? [], customers: component.customers ?? "all" };
  return {
    ...draft,
    ...fits,
    rate: component.rate ? rateOf(component.rate) : "",
    tiers: (component.tiers ?? []).map(({ from, rate }) => ({ id: newId(), from, rate: rateOf(rate) })),
    convention: component.tier_convention ?? "marginal",
    period: component.tier_period ?? "campaign",
    cap: capDraft(component.cap),
  };
};

/** The next version begins as what is agreed now. */
export const draftOf = (term: Pick<Term, "rules" | "holding_days" | "minimum_payout" | "note">): TermsDraft => ({
  components: term.rules.components.map(componentDraft),
  cap: capDraft(term.rules.cap),
  holding_days: term.holding_days,
  minimum_payout: term.minimum_payout,
  valid_from: null,
  note: term.note ?? "",
  override_reason: "",
});
