import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { campaignExtremes, extremes, together } from "@/pages/overview/extremes";
import { shareOf } from "@/pages/overview/shares";

type Item = Schema["RankingItem"];
type Group = Schema["GroupOut"];

const item = (influencer_id: number, low: number | null, high: number | null, state = "ranked"): Item => ({
  influencer_id,
  influencer_name: `Demo ${influencer_id}`,
  platform: "tiktok",
  position: influencer_id,
  previous_position: null,
  state,
  score: low,
  roi: { value: low, low, high },
  metrics: {},
  flags: [],
});
const ids = (items: readonly Item[]) => items.map((one) => one.influencer_id);

describe("both ends of the ranking", () => {
  it("are the surely good and the surely bad; who is merely little known is neither", () => {
    const unsure = item(1, -0.9, 9);
    const { best, worst } = extremes([unsure, item(2, 1, 2), item(3, 0.5, 0.6), item(4, -0.8, -0.7), item(5, -0.5, -0.4)], 2);
    expect(ids(best)).toEqual([2, 3]);
    expect(ids(worst)).toEqual([4, 5]);
  });

  it("never share anybody", () => {
    const { best, worst } = extremes([item(1, 1, 2), item(2, 0, 1), item(3, -1, 0)]);
    expect([...ids(best), ...ids(worst)].sort()).toEqual([1, 2, 3]);
  });

  it("are known from both ends of a list of which the middle was never asked for", () => {
    const items = together([item(1, 1, 2), item(2, 0, 1)], [item(3, -1, 0), item(2, 0, 1)]);
    expect(ids(items)).toEqual([1, 2, 3]);
  });

  it("leave out those without an interval and without enough data", () => {
    expect(extremes([item(1, null, null), item(2, 1, 2, "not_enough_data")])).toEqual({ best: [], worst: [] });
  });
});

describe("both ends of the campaigns", () => {
  const group = (key: number | null, roi: number | null, orders = 5, clicks = 0): Group => ({ key, name: null, metrics: { roi, orders, clicks }, flags: [] });
  const keys = (groups: readonly Group[]) => groups.map((one) => one.key);

  it("leave out sales of no campaign, campaigns without cost, and those one order and one click short of enough", () => {
    const all = [group(null, 5), group(1, 2), group(2, null), group(3, 9, 4, 29), group(4, 1, 0, 30)];
    const { best, worst } = campaignExtremes(all, [...all].reverse());
    expect(keys(best)).toEqual([1]);
    expect(keys(worst)).toEqual([4]);
  });
});

describe("a share of a budget", () => {
  it("stays on the bar, also with no budget at all", () => {
    expect([shareOf("25.00", "100.00"), shareOf("130.00", "100.00"), shareOf("1.00", "0.00"), shareOf("0.00", "0.00")]).toEqual([25, 100, 100, 0]);
  });
});
