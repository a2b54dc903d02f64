import { $api } from "@/api/client";
import { checkedOf } from "@/pages/performance/periods";
import { useMay, useMe } from "@/session/session";
import type { Filters } from "@/ui/filters";

import { type Concern, concernsOf } from "./concerns";

type Found = { concerns: Concern[]; isLoading: boolean; error: unknown; retry: () => void };

/** Ask for whatever may need attention, as far as one may read it. */
export const useConcerns = (filters: Filters): Found => {
  const may = useMay();
  const { business_day: today } = useMe();
  const readsCampaigns = { enabled: may("campaigns.read") };
  const readsImports = { enabled: may("imports.read") };
  const alerts = (alert: "over_budget" | "behind") => ({ params: { query: { alert: [alert] } } });
  const overBudget = $api.useQuery("get", "/api/campaigns", alerts("over_budget"), readsCampaigns);
  const behind = $api.useQuery("get", "/api/campaigns", alerts("behind"), readsCampaigns);
  const drafts = $api.useQuery("get", "/api/campaigns", { params: { query: { status: ["draft"], limit: 1, count: true } } }, { enabled: may("campaigns.approve") });
  const sources = $api.useQuery("get", "/api/imports/sources", { params: { query: { failing: true, enabled: true } } }, readsImports);
  const runs = $api.useQuery("get", "/api/imports/runs", { params: { query: { sort: "-run_id", limit: 50 } } }, readsImports);
  const quality = $api.useQuery("get", "/api/data-quality", { params: { query: { ...checkedOf(filters, today).days, limit: 1 } } });
  const asked = [overBudget, behind, drafts, sources, runs, quality];
  const answers = {
    overBudget: overBudget.data?.items,
    behind: behind.data?.items,
    drafts: drafts.data?.total ?? 0,
    sources: sources.data?.items,
    runs: runs.data?.items,
    quality: quality.data?.counts,
  };
  return {
    concerns: concernsOf(answers, Date.now()),
    isLoading: asked.some((query) => query.isLoading),
    error: asked.find((query) => query.error)?.error ?? null,
    retry: () => asked.filter((query) => query.error).forEach((query) => void query.refetch()),
  };
};
