import type { Schema } from "@/api/client";

export type Flag = Schema["QualityFlag"];

/** Contradictions first, then what is merely unlikely. */
export const FLAGS: readonly Flag[] = ["clicks_above_impressions", "more_orders_than_clicks", "unknown_channel", "followers_falling", "sudden_jump", "engagement_out_of_line"];

// Of these the figures are shares, of all others counts.
const RATIOS: readonly Flag[] = ["engagement_out_of_line"];
export const isRatio = (flag: Flag): boolean => RATIOS.includes(flag);
