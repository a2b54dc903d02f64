import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { intervals } from "@/pages/ranking/charts";

const item = (position: number, value: number | null) =>
  ({ influencer_name: `Demo ${position}`, position, roi: { value, low: value, high: value, probability_positive: null } }) as Schema["RankingItem"];

describe("the interval chart", () => {
  it("shows only whoever has an expected return, in order", () => {
    expect(intervals([item(1, 2), item(2, null), item(3, 0)]).map((row) => row.position)).toEqual([1, 3]);
  });

  it("shows the first twenty", () => {
    const items = Array.from({ length: 30 }, (_, index) => item(index + 1, 1));
    expect(intervals(items).at(-1)?.position).toBe(20);
  });
});
