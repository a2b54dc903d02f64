// What is asked of recommendations, as the address has it. Pure.
import { moneyIn } from "../draft";
import type { Named } from "../Finder";

export const CUSTOMERS = ["new", "returning"] as const;
export type Customers = (typeof CUSTOMERS)[number];

export type Plan = { budget?: string; days?: number; customers?: Customers; min_rating?: number; country: string[]; max_influencers?: number };

const number = (text: string | null): number | undefined => (text && /^\d+$/.test(text) ? Number(text) : undefined);

/** What is not given is the campaign's own. */
export const planOf = (search: URLSearchParams): Plan => ({
  budget: search.get("budget") ?? undefined,
  days: number(search.get("days")),
  customers: CUSTOMERS.find((one) => one === search.get("customers")),
  min_rating: number(search.get("min_rating")),
  country: search.getAll("country"),
  max_influencers: number(search.get("max")),
});

/** As a body: the target audience has a place of its own. */
export const bodyOf = ({ country, min_rating, customers, ...plan }: Plan) => ({ ...plan, target: { country, min_rating: min_rating ?? null, customers: customers ?? null } });

/** What influencers ask for, as it was typed, by their id. */
export type Costs = Readonly<Record<string, string>>;

/** The costs that are given, of those who are in the set. */
export const costsOf = (set: readonly Named[], costs: Costs): { influencer_id: number; cost: string }[] =>
  set.flatMap(({ value }) => {
    const cost = costs[value]?.trim();
    return cost ? [{ influencer_id: Number(value), cost: moneyIn(cost) }] : [];
  });
