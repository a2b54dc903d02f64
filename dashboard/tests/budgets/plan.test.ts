import { describe, expect, it } from "vitest";

import { barOf } from "@/pages/budgets/bar";
import { faultOf, left, planOf, type Row, rowsOf } from "@/pages/budgets/plan";

const row = (category: string, planned: string): Row => ({ id: category, category, planned, isKnown: false });

describe("a plan", () => {
  it("sends the whole plan, without what is empty or nothing", () => {
    expect(planOf([row("travel", "1.250,50"), row("gifts", ""), row("ads", "0,00"), row(" photos ", "20")])).toEqual({ travel: "1250.50", photos: "20" });
  });

  it("begins with the payments to influencers where none are planned", () => {
    expect(rowsOf({ categories: [] }).map(({ category }) => category)).toEqual(["payments"]);
  });

  it("is over the budget from one cent on", () => {
    expect(left([row("travel", "60.00"), row("gifts", "40.00")], "100.00")).toEqual({ planned: "100.00", left: "0.00", isOver: false });
    expect(left([row("travel", "60.00"), row("gifts", "40.01")], "100.00")).toEqual({ planned: "100.01", left: "-0.01", isOver: true });
  });

  it("cannot be sent with a name twice, a missing name or no amount", () => {
    const rows = [row("travel", "1"), { ...row("travel", "2"), id: "other" }, { ...row("", "3"), id: "new" }, row("gifts", "many")];
    expect(rows.map((one) => faultOf(one, rows))).toEqual(["twice", "twice", "name", "amount"]);
  });
});

describe("the bar of what is gone", () => {
  it("shows each step less the one before", () => {
    expect(barOf({ paid: "10.00", incurred: "30.00", committed: "50.00" }, "100.00")).toEqual({
      parts: [
        { step: "paid", length: 0.1 },
        { step: "incurred", length: 0.2 },
        { step: "committed", length: 0.2 },
      ],
      limit: null,
    });
  });

  it("marks the limit where it is passed", () => {
    expect(barOf({ paid: "0.00", incurred: "0.00", committed: "200.00" }, "150.00").limit).toBe(0.75);
  });
});
