// Who stands out at either end. Pure.
import type { Schema } from "@/api/client";

type Item = Schema["RankingItem"];

const MOST = 5;

/** Both ends of one list, each influencer once. */
export const together = (first: readonly Item[], last: readonly Item[]): Item[] => [...new Map([...first, ...last].map((item) => [item.influencer_id, item])).values()];

/**
 * The best are those whose return is surely high, the worst those whose return is surely low: by the low end of the
 * interval and by its high end. Who is merely little known is neither. Nobody is in both.
 */
export const extremes = (items: readonly Item[], most = MOST): { best: Item[]; worst: Item[] } => {
  const known = items.filter(({ state, roi }) => state === "ranked" && typeof roi.low === "number" && typeof roi.high === "number");
  const size = Math.min(most, Math.ceil(known.length / 2));
  const best = [...known].sort((one, other) => Number(other.roi.low) - Number(one.roi.low)).slice(0, size);
  const rest = known.filter((item) => !best.includes(item));
  const worst = rest.sort((one, other) => Number(one.roi.high) - Number(other.roi.high)).slice(0, most);
  return { best, worst };
};

type Group = Schema["GroupOut"];
const LEAST_CLICKS = 30;
const LEAST_ORDERS = 5;

/** Below this nothing can be said, as in the ranking (docs/metrics.md). */
export const isEnough = ({ metrics }: Group): boolean => Number(metrics.clicks ?? 0) >= LEAST_CLICKS || Number(metrics.orders ?? 0) >= LEAST_ORDERS;

/** Campaigns with a return, best first and worst first; sales of no campaign are not one, and nothing is in both. */
export const campaignExtremes = (falling: readonly Group[], rising: readonly Group[], most = MOST): { best: Group[]; worst: Group[] } => {
  const told = (groups: readonly Group[]) => groups.filter((group) => group.key !== null && group.metrics.roi !== null && isEnough(group));
  const all = new Set([...told(falling), ...told(rising)].map((group) => group.key));
  const best = told(falling).slice(0, Math.min(most, Math.ceil(all.size / 2)));
  const worst = told(rising).filter((group) => !best.some((other) => other.key === group.key)).slice(0, most);
  return { best, worst };
};
