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
  const money = useMoney();
  const asked = [overBudget, behind, drafts, sources, runs, quality, ...money.asked];
  const answers = {
    overBudget: overBudget.data?.items,
    behind: behind.data?.items,
    drafts: drafts.data?.total ?? 0,
    sources: sources.data?.items,
    runs: runs.data?.items,
    quality: quality.data?.counts,
    ...money.answers,
  };
  return {
    concerns: concernsOf(answers, Date.now()),
    isLoading: asked.some((query) => query.isLoading),
    error: asked.find((query) => query.error)?.error ?? null,
    retry: () => asked.filter((query) => query.error).forEach((query) => void query.refetch()),
  };
};

/** What waits for somebody in finance, told to those who can do something about it. */
const useMoney = () => {
  const may = useMay();
  const payments = $api.useQuery("get", "/api/payments", waiting("pending"), { enabled: may("payments.approve") });
  const failed = $api.useQuery("get", "/api/payments", waiting("failed"), { enabled: may("payments.execute") });
  const expenses = $api.useQuery("get", "/api/expenses", { params: { query: { status: ["submitted"], limit: 1, count: true } } }, { enabled: may("expenses.approve") });
  const books = $api.useQuery("get", "/api/books", {}, { enabled: may("audit.read") });
  const answers = { payments: payments.data?.total ?? 0, failedPayments: failed.data?.total ?? 0, expenses: expenses.data?.total ?? 0, books: books.data?.breaches.length ?? 0 };
  return { asked: [payments, failed, expenses, books], answers };
};

const waiting = (status: "pending" | "failed") => ({ params: { query: { status: [status], limit: 1, count: true } } });
