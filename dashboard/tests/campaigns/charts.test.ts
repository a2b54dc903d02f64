import { describe, expect, it } from "vitest";
import { compile, type TopLevelSpec } from "vega-lite";

import { pacingData, pacingSpec } from "@/pages/campaigns/pacing/charts";
import { dayData, daySpec, summary } from "@/pages/campaigns/success/charts";

const NAMES = { planned: "Planned", cost: "Cost", projected: "Projected", budget: "Budget" };
const series = [
  { day: "2026-11-22", planned: "10.00", cost: "4.00", projected: null },
  { day: "2026-11-23", planned: "20.00", cost: null, projected: { value: "9.00", low: "7.00", high: "12.00" } },
];

const warningsOf = (spec: object, data: readonly object[]): string[] => {
  const told: string[] = [];
  const logger = { warn: (...words: string[]) => (told.push(...words), logger), info: () => logger, debug: () => logger, error: (...words: string[]) => (told.push(...words), logger), level: () => logger };
  compile({ ...spec, data: { values: data } } as TopLevelSpec, { logger: logger as never });
  return told;
};

describe("the budget's chart", () => {
  const linesOf = (spec: object): unknown => /"domain":(\[[^\]]*\])/.exec(JSON.stringify(spec))?.[1];

  it("draws the projection with its band, and a rule at today", () => {
    const data = pacingData(series);
    const spec = pacingSpec(data, NAMES, { budget: 20, today: "2026-11-23" });
    expect(spec.layer).toHaveLength(4);
    expect(linesOf(spec)).toBe('["Planned","Cost","Projected"]');
    expect(warningsOf(spec, data)).toEqual([]);
  });

  it("leaves out what is not known, of a campaign that is over", () => {
    const data = pacingData(series.slice(0, 1));
    const spec = pacingSpec(data, NAMES, { budget: 20, today: "2026-11-23" });
    expect(spec.layer).toHaveLength(2);
    expect(linesOf(spec)).toBe('["Planned","Cost"]');
  });
});

describe("the chart by day", () => {
  const days = [
    { day: "2026-01-02", metrics: { orders: 3, cvr: null } },
    { day: "2026-01-03", metrics: { orders: 9, cvr: null } },
  ];

  it("shows the days on which the metric is known, and describes them", () => {
    const data = dayData(days, "orders");
    expect(summary(data)).toEqual({ first: "2026-01-02", last: "2026-01-03", peak: "2026-01-03", value: 9 });
    expect(warningsOf(daySpec("Orders", "count"), data)).toEqual([]);
  });

  it("has nothing to show of a metric that is never known", () => {
    expect(summary(dayData(days, "cvr"))).toBeNull();
  });
});
