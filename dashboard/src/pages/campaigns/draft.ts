// What the editor holds and what of it is sent. Pure.
import type { Schema } from "@/api/client";
import { moneyOf } from "@/pages/finance/amounts";

import type { Campaign } from "./data";

export type TargetRow = { metric: string; value: number | string };
export type Draft = { campaign_name: string; start_date: string; end_date: string; budget: string; targets: TargetRow[] };

const DETAILS = ["campaign_name", "start_date", "end_date", "budget"] as const;
// The API keeps six decimals; so does what is shown, or 0.07 would come back as 7.000000000000001 %.
const DECIMALS = 6;
const HUNDRED = 100;

const rounded = (value: number): number => Number(value.toFixed(DECIMALS));

/** A target as people write it: ratios in per cent. */
export const shown = (value: number, unit: string | undefined): number => (unit === "ratio" ? rounded(value * HUNDRED) : value);
export const meant = (value: number, unit: string | undefined): number => rounded(unit === "ratio" ? value / HUNDRED : value);

/** Money as the API takes it: two decimals after a point. */
export const moneyIn = (typed: string): string => {
  const text = moneyOf(typed);
  return /^\d+(\.\d{0,2})?$/.test(text) ? Number(text).toFixed(2) : text;
};

export const emptyDraft = (today: string): Draft => ({ campaign_name: "", start_date: today, end_date: today, budget: "", targets: [] });

export const draftOf = (campaign: Campaign, targets: Readonly<Record<string, number | string>>, unitOf: (metric: string) => string | undefined): Draft => ({
  campaign_name: campaign.campaign_name,
  start_date: campaign.start_date,
  end_date: campaign.end_date,
  budget: campaign.budget,
  targets: Object.entries(targets).map(([metric, value]) => ({ metric, value: shown(Number(value), unitOf(metric)) })),
});

export const detailsOf = (draft: Draft): Schema["CampaignIn"] => ({
  campaign_name: draft.campaign_name.trim(),
  start_date: draft.start_date,
  end_date: draft.end_date,
  budget: moneyIn(draft.budget),
});

/** Only what differs: a budget that stays is not sent, since fewer people may change it. */
export const changesOf = (before: Campaign, draft: Draft): Schema["CampaignPatch"] => {
  const now = detailsOf(draft);
  return Object.fromEntries(DETAILS.filter((name) => now[name] !== before[name]).map((name) => [name, now[name]]));
};

/** The targets to be set; rows without a metric or a number say nothing yet. */
export const targetsOf = (draft: Draft, unitOf: (metric: string) => string | undefined): Record<string, number> =>
  Object.fromEntries(draft.targets.filter(({ metric, value }) => metric && value !== "").map(({ metric, value }) => [metric, meant(Number(value), unitOf(metric))]));

/** The decimal sign of a language, for fields in which numbers are typed. */
export const decimalOf = (language: string): string => (language === "tr" ? "," : ".");
