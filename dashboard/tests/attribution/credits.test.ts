import { describe, expect, it } from "vitest";

import { creditRows } from "@/pages/attribution/charts";
import { type Item, leanOf, moved, MODELS, mostDisputed, shares } from "@/pages/attribution/credits";

const credit = (conversions: number) => ({ conversions, revenue: conversions.toFixed(2) });
const item = (influencer_id: number, first: number, last: number): Item => ({
  origin: "influencer",
  influencer_id,
  influencer_name: `Demo ${influencer_id}`,
  platform: "twitch",
  credits: { first_touch: credit(first), last_touch: credit(last) },
});
const TWO = ["first_touch", "last_touch"] as const;

describe("the example path", () => {
  const path = [28, 14, 7, 0].map((days, index) => ({ channel: "ABCD".charAt(index), days }));
  const rounded = (model: (typeof MODELS)[number]) => [...(shares(model, path)?.values() ?? [])].map((share) => Number(share.toFixed(4)));

  it("has the fixed points of docs/metrics.md for time decay", () => {
    expect(rounded("time_decay")).toEqual([0.0345, 0.1379, 0.2759, 0.5517]);
  });

  it("gives 40 % to both ends by position, and each half where there are only two", () => {
    expect(rounded("position")).toEqual([0.4, 0.1, 0.1, 0.4]);
    expect([...(shares("position", path.slice(0, 2))?.values() ?? [])]).toEqual([0.5, 0.5]);
  });

  it("shares among channels, not touches, under Shapley, and nothing by one path under Markov", () => {
    const twice = [...path.slice(0, 2), { channel: "A", days: 0 }];
    expect([...(shares("shapley", twice) ?? [])]).toEqual([["A", 0.5], ["B", 0.5]]);
    expect(shares("markov", path)).toBeNull();
  });

  it("adds up to one conversion under every rule", () => {
    for (const model of MODELS) {
      const given = shares(model, path);
      if (given) expect([...given.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    }
  });
});

describe("how far models are apart", () => {
  const items = [item(1, 10, 30), item(2, 50, 40)];
  const answer = { items, others: { first_touch: credit(40), last_touch: credit(30) }, total: credit(100) };

  it("counts credit that changes hands once", () => {
    expect(moved(answer, "first_touch", "last_touch", "conversions")).toBeCloseTo(0.2, 12);
    expect(moved({ ...answer, total: credit(0) }, "first_touch", "last_touch", "conversions")).toBeNull();
  });

  it("puts first whose credit differs most", () => {
    const [first] = mostDisputed(items, TWO, "conversions", 1);
    expect([first?.item.influencer_id, first?.spread.least, first?.spread.most]).toEqual([1, "first_touch", "last_touch"]);
  });

  it("says who opens and who closes, and nothing of few conversions", () => {
    expect([leanOf(item(1, 10, 30)), leanOf(item(1, 50, 40)), leanOf(item(1, 100, 96)), leanOf(item(1, 4, 1))]).toEqual(["closes", "opens", "even", null]);
  });

  it("draws no difference from a last touch of nothing", () => {
    const models = TWO.map((model) => ({ model, label: model }));
    expect(creditRows([item(1, 10, 0), item(2, 50, 40)], models, "conversions", (id) => id).map((row) => row.difference)).toEqual([null, null, 0.25, 0]);
  });
});
