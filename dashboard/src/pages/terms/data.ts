// What the pages of terms ask for.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { $api, type Schema } from "@/api/client";

export type Term = Schema["TermOut"];
export type TermDetail = Schema["TermDetail"];
export type Rules = Schema["Rules"];
export type Component = Rules["components"][number];
export type FixedFee = Extract<Component, { basis: "fixed_fee" }>;
export type Basis = Schema["Basis"];
export type Cap = Schema["CapRule"];
export type Period = Schema["TermPeriod"];
export type Convention = Schema["TierConvention"];
export type Customers = Schema["Customers"];
export type Preview = Schema["TermsPreviewOut"];

export const BASES = ["fixed_fee", "per_click", "per_order", "revenue_share"] as const satisfies readonly Basis[];
export const PERIODS = ["month", "quarter", "year", "campaign"] as const satisfies readonly Period[];
export const CONVENTIONS = ["marginal", "all_units", "reached"] as const satisfies readonly Convention[];
export const CUSTOMERS = ["all", "first", "repeat"] as const satisfies readonly Customers[];
const MOST = 200;

/** Every version agreed with an influencer in a campaign, the latest first; nothing until both are chosen. */
export const useVersions = (campaign_id: number | null, influencer_id: number | null) =>
  $api.useQuery(
    "get",
    "/api/terms",
    { params: { query: { campaign_id: [campaign_id ?? 0], influencer_id: [influencer_id ?? 0], sort: "-valid_from", limit: MOST } } },
    { enabled: campaign_id !== null && influencer_id !== null },
  );

/** Read everything about terms and budgets anew, as after a change; with "none" when it is next looked at. */
export const useRefresh = (): ((refetchType?: "active" | "none") => Promise<void>) => {
  const queries = useQueryClient();
  return useCallback((refetchType = "active") => queries.invalidateQueries({ refetchType, predicate: ({ queryKey }) => /^\/api\/(terms|budgets)/.test(String(queryKey[1])) }), [queries]);
};

/** Where a version stands on a day: its days are told by its own and the next one's. */
export type Standing = "ahead" | "in_force" | "over";

export const standingOf = ({ valid_from, valid_to }: Pick<Term, "valid_from" | "valid_to">, today: string): Standing =>
  valid_from > today ? "ahead" : valid_to !== null && valid_to < today ? "over" : "in_force";

export const feesOf = ({ components }: Rules): FixedFee[] => components.filter((one): one is FixedFee => one.basis === "fixed_fee");
