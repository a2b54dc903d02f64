// What needs somebody's attention, the worst first. Pure.
import type { Schema } from "@/api/client";

type Campaign = Schema["CampaignOut"];
type Run = Schema["RunOut"];
type Source = Schema["SourceOut"];
type QualityFlag = Schema["QualityFlag"];

export type Weight = "urgent" | "soon" | "info";
export type Concern = { key: string; weight: Weight; to?: string; flag?: QualityFlag } & (
  | { what: "over_budget" | "behind"; name: string }
  | { what: "failing_sources" | "failed_runs" | "rejected_rows" | "drafts"; count: number }
  | { what: "quality"; flag: QualityFlag; count: number }
);

/** What was asked for; what a role may not read is missing. */
export type Answers = {
  overBudget?: readonly Campaign[];
  behind?: readonly Campaign[];
  sources?: readonly Source[];
  runs?: readonly Run[];
  drafts?: number;
  quality?: Record<string, number>;
};

const DAY = 24 * 60 * 60 * 1000;
const RECENT = 7 * DAY;
const ORDER: Record<Weight, number> = { urgent: 0, soon: 1, info: 2 };
const FLAGS: readonly QualityFlag[] = ["clicks_above_impressions", "more_orders_than_clicks", "unknown_channel", "followers_falling", "sudden_jump", "engagement_out_of_line"];

const ofCampaigns = (campaigns: readonly Campaign[], what: "over_budget" | "behind"): Concern[] =>
  campaigns.map(({ campaign_id, campaign_name }) => ({ key: `${what}-${campaign_id}`, weight: what === "over_budget" ? "urgent" : "soon", what, name: campaign_name, to: `/campaigns/${campaign_id}` }));

/** The runs of the last seven days; what failed before that has been seen. */
const ofRuns = (runs: readonly Run[], now: number): Concern[] => {
  const recent = runs.filter((run) => now - Date.parse(run.created_at) < RECENT);
  const failed = recent.filter((run) => run.state === "failed").length;
  const rejected = recent.filter((run) => run.state === "done").reduce((sum, run) => sum + run.rows_rejected, 0);
  return [
    ...(failed > 0 ? [{ key: "failed_runs", weight: "urgent", what: "failed_runs", count: failed, to: "/imports" } as const] : []),
    ...(rejected > 0 ? [{ key: "rejected_rows", weight: "soon", what: "rejected_rows", count: rejected, to: "/imports" } as const] : []),
  ];
};

/** Put together what was answered; nothing is said of what could not be asked. */
export const concernsOf = ({ overBudget = [], behind = [], sources = [], runs = [], drafts = 0, quality = {} }: Answers, now: number): Concern[] => {
  const all: Concern[] = [
    ...ofCampaigns(overBudget, "over_budget"),
    ...(sources.length > 0 ? [{ key: "failing_sources", weight: "urgent", what: "failing_sources", count: sources.length, to: "/imports" } as const] : []),
    ...ofRuns(runs, now),
    ...ofCampaigns(behind, "behind"),
    ...(drafts > 0 ? [{ key: "drafts", weight: "soon", what: "drafts", count: drafts, to: "/campaigns?status=draft" } as const] : []),
    ...FLAGS.filter((flag) => (quality[flag] ?? 0) > 0).map((flag) => ({ key: flag, weight: "info", what: "quality", flag, count: quality[flag] ?? 0 }) as const),
  ];
  return all.sort((one, other) => ORDER[one.weight] - ORDER[other.weight]);
};
