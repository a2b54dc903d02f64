// What needs somebody's attention, the worst first. Pure.
import type { Schema } from "@/api/client";

type Campaign = Schema["CampaignOut"];
type Run = Schema["RunOut"];
type Source = Schema["SourceOut"];
type QualityFlag = Schema["QualityFlag"];

export type Weight = "urgent" | "soon" | "info";
export type Concern = { key: string; weight: Weight; to?: string; flag?: QualityFlag } & (
  | { what: "over_budget" | "behind"; name: string }
  | { what: "failing_sources" | "failed_runs" | "rejected_rows" | "drafts" | "payments" | "failed_payments" | "expenses" | "books"; count: number }
  | { what: "quality"; flag: QualityFlag; count: number }
);

/** What was asked for; what a role may not read is missing. */
export type Answers = {
  overBudget?: readonly Campaign[];
  behind?: readonly Campaign[];
  sources?: readonly Source[];
  runs?: readonly Run[];
  drafts?: number;
  /** Payments that wait for approval. */
  payments?: number;
  failedPayments?: number;
  /** Expenses that wait for approval. */
  expenses?: number;
  /** Rules of the books that are broken. */
  books?: number;
  quality?: Record<string, number>;
};

const DAY = 24 * 60 * 60 * 1000;
const RECENT = 7 * DAY;
const ORDER: Record<Weight, number> = { urgent: 0, soon: 1, info: 2 };
const FLAGS: readonly QualityFlag[] = ["clicks_above_impressions", "more_orders_than_clicks", "unknown_channel", "followers_falling", "sudden_jump", "engagement_out_of_line"];

const ofCampaigns = (campaigns: readonly Campaign[], what: "over_budget" | "behind"): Concern[] =>
  campaigns.map(({ campaign_id, campaign_name }) => ({ key: `${what}-${campaign_id}`, weight: what === "over_budget" ? "urgent" : "soon", what, name: campaign_name, to: `/campaigns/${campaign_id}` }));

type Countable = Exclude<Concern["what"], "over_budget" | "behind" | "quality">;

const counted = (what: Countable, count: number, weight: Weight, to: string): Concern[] => (count > 0 ? [{ key: what, weight, what, count, to }] : []);

/** The runs of the last seven days; what failed before that has been seen. */
const ofRuns = (runs: readonly Run[], now: number): Concern[] => {
  const recent = runs.filter((run) => now - Date.parse(run.created_at) < RECENT);
  const failed = recent.filter((run) => run.state === "failed").length;
  const rejected = recent.filter((run) => run.state === "done").reduce((sum, run) => sum + run.rows_rejected, 0);
  return [...counted("failed_runs", failed, "urgent", "/imports?tab=runs"), ...counted("rejected_rows", rejected, "soon", "/imports?tab=runs")];
};

/** Put together what was answered; nothing is said of what could not be asked. */
export const concernsOf = ({ overBudget = [], behind = [], sources = [], runs = [], quality = {}, ...counts }: Answers, now: number): Concern[] => {
  const all: Concern[] = [
    ...ofCampaigns(overBudget, "over_budget"),
    ...counted("books", counts.books ?? 0, "urgent", "/admin/books"),
    ...counted("failed_payments", counts.failedPayments ?? 0, "urgent", "/payments?status=failed"),
    ...counted("failing_sources", sources.length, "urgent", "/imports"),
    ...ofRuns(runs, now),
    ...ofCampaigns(behind, "behind"),
    ...counted("payments", counts.payments ?? 0, "soon", "/payments?status=pending"),
    ...counted("expenses", counts.expenses ?? 0, "soon", "/finance/expenses?status=submitted"),
    ...counted("drafts", counts.drafts ?? 0, "soon", "/campaigns?status=draft"),
    ...FLAGS.filter((flag) => (quality[flag] ?? 0) > 0).map((flag) => ({ key: flag, weight: "info", what: "quality", flag, count: quality[flag] ?? 0 }) as const),
  ];
  return all.sort((one, other) => ORDER[one.weight] - ORDER[other.weight]);
};
