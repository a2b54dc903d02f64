import { describe, expect, it } from "vitest";

import { changesIn } from "@/pages/campaigns/history";
import { bodyOf, costsOf, planOf } from "@/pages/campaigns/recommend/plan";
import { verdictOf } from "@/pages/campaigns/recommend/verdict";
import { stepsFrom } from "@/pages/campaigns/rules";
import { sortRows } from "@/pages/campaigns/sorting";

describe("steps of a campaign", () => {
  it("are those of its state", () => {
    const all = () => true;
    expect(stepsFrom("draft", all)).toEqual(["approve", "cancel", "delete"]);
    expect(stepsFrom("approved", all)).toEqual(["cancel"]);
    expect(stepsFrom("running", all)).toEqual(["complete", "cancel"]);
    expect([...stepsFrom("completed", all), ...stepsFrom("cancelled", all)]).toEqual([]);
  });

  it("are not shown to who may only edit", () => {
    expect(stepsFrom("draft", (permission) => permission === "campaigns.edit")).toEqual([]);
  });
});

describe("sorting", () => {
  it("puts the unknown last either way and numbers by their size", () => {
    const rows = [{ n: "9.50" }, { n: null }, { n: "10.00" }];
    expect(sortRows(rows, "n", (row) => row.n)).toEqual([{ n: "9.50" }, { n: "10.00" }, { n: null }]);
    expect(sortRows(rows, "-n", (row) => row.n)).toEqual([{ n: "10.00" }, { n: "9.50" }, { n: null }]);
  });
});

describe("recommendations", () => {
  it("say what differs only where the interval is on one side of zero", () => {
    expect(verdictOf({ value: "9.00", low: "1.00", high: "20.00" })).toBe("better");
    expect(verdictOf({ value: "9.00", low: "-1.00", high: "20.00" })).toBe("unsure");
    expect(verdictOf({ value: "-9.00", low: "-20.00", high: "-0.01" })).toBe("worse");
    expect(verdictOf({ value: "0.00", low: "0.00", high: "0.00" })).toBe("same");
  });

  it("ask for what the address says and leave the rest to the campaign", () => {
    const plan = planOf(new URLSearchParams("budget=100.00&days=x&customers=new&country=DE&country=TR&max=3"));
    expect(plan).toEqual({ budget: "100.00", days: undefined, customers: "new", min_rating: undefined, country: ["DE", "TR"], max_influencers: 3 });
    expect(bodyOf(plan).target).toEqual({ country: ["DE", "TR"], min_rating: null, customers: "new" });
  });
});

describe("what if", () => {
  it("gives the costs that were typed, of those in the set", () => {
    const set = [{ value: "1", label: "One" }, { value: "2", label: "Two" }];
    expect(costsOf(set, { "1": "300,5", "2": " ", "3": "9" })).toEqual([{ influencer_id: 1, cost: "300.50" }]);
  });
});

describe("the history", () => {
  it("tells pairs as before and after, and lists of ids as lists", () => {
    expect(changesIn({ budget: ["1.00", "2.00"], added: 4, influencer_id: [7, 8], user_id: null })).toEqual([
      { name: "budget", was: "1.00", is: "2.00" },
      { name: "added", was: null, is: "4" },
      { name: "influencer_id", was: null, is: "7, 8" },
      { name: "user_id", was: null, is: "–" },
    ]);
  });
});
