// What the address of the list asks the API for. Pure.
import type { Schema } from "@/api/client";

export type Tier = Schema["Tier"];
export const TIERS: readonly Tier[] = ["nano", "micro", "mid", "macro", "mega"];

export const PARTNERSHIPS = ["active", "ended", "deleted"] as const;
export type Partnership = (typeof PARTNERSHIPS)[number];

// Those through whom people come are looked for most.
export const FIRST_SORT = "-clicked_number";

const BY_PARTNERSHIP: Record<Partnership, { still_partner?: boolean; is_deleted: boolean }> = {
  active: { still_partner: true, is_deleted: false },
  ended: { still_partner: false, is_deleted: false },
  deleted: { is_deleted: true },
};

/** The query of a list; who was deleted is shown only when asked for. */
export const askedOf = (search: URLSearchParams) => {
  const partnership = PARTNERSHIPS.find((one) => one === search.get("partnership"));
  return {
    q: search.get("q") || undefined,
    platform: search.get("platform") || undefined,
    category: search.get("category") || undefined,
    tier: TIERS.filter((tier) => search.getAll("tier").includes(tier)),
    sort: search.get("sort") || FIRST_SORT,
    ...(partnership ? BY_PARTNERSHIP[partnership] : { is_deleted: false }),
  };
};

export const isFiltered = (search: URLSearchParams): boolean => ["q", "platform", "category", "tier", "partnership"].some((name) => search.has(name));
