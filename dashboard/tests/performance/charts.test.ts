// @vitest-environment node

import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { placeOf, scaleOf } from "@/pages/performance/IntervalBar";
import { seriesRows, seriesSpec } from "@/pages/performance/charts";

type Point = Schema["PointOut"];
const point = (first: string, net_revenue: string | null): Point => ({ first, last: first, metrics: { net_revenue }, flags: [] });

const NOW = [point("2026-11-01", "10.10"), point("2026-11-02", null), point("2026-11-03", "90.30")];
const BEFORE = [point("2026-10-01", "1.00"), point("2026-10-02", "2.00")];

describe("a series", () => {
  it("keeps money as the API told it, and stands beside as far into the other period", () => {
    expect(seriesRows(NOW, ["net_revenue"], BEFORE)).toEqual([
      { first: "2026-11-01", last: "2026-11-01", net_revenue: "10.10", net_revenue_before: "1.00" },
      { first: "2026-11-02", last: "2026-11-02", net_revenue: null, net_revenue_before: "2.00" },
      { first: "2026-11-03", last: "2026-11-03", net_revenue: "90.30" },
    ]);
  });

  it("is drawn by Vega with a label per line and no point where nothing is known", async () => {
    const lines = [
      { key: "net_revenue", label: 'Net "revenue"' },
      { key: "net_revenue_before", label: "Period before" },
    ];
    const spec = { ...seriesSpec(lines, "money", { count: NOW.length, columns: 1 }), data: { values: seriesRows(NOW, ["net_revenue"], BEFORE) } } as unknown as TopLevelSpec;
    const view = await new View(parse(compile(spec).spec)).runAsync();
    const drawn = view.data("data_0").map(({ line, value }) => [line, value]);
    expect(drawn).toEqual([
      ['Net "revenue"', 10.1],
      ["Period before", 1],
      ["Period before", 2],
      ['Net "revenue"', 90.3],
    ]);
  });
});

describe("intervals under each other", () => {
  const roi = (low: number, value: number, high: number) => ({ low, value, high });

  it("share a scale with nought in sight", () => {
    expect(scaleOf([roi(0.2, 0.5, 0.9), roi(1, 2, 3)])).toEqual({ from: 0, to: 3 });
    expect(scaleOf([roi(-0.9, -0.5, -0.1)])).toEqual({ from: -0.9, to: 0 });
  });

  it("stand further right the more they earn, also where all is nought", () => {
    const scale = { from: -1, to: 3 };
    expect(placeOf(-1, scale)).toBeLessThan(placeOf(0, scale));
    expect(placeOf(0, { from: 0, to: 0 })).toBe(60);
  });
});
