import { describe, expect, it } from "vitest";

import { Problem } from "@/api/problem";
import { type Rules, standingOf } from "@/pages/terms/data";
import { draftOf, newComponent, newTier, rulesOf } from "@/pages/terms/draft";
import { refusalsOf } from "@/pages/terms/refusals";

const RULES: Rules = {
  components: [
    { basis: "fixed_fee", amount: "250.00", due_on: "2026-12-01" },
    { basis: "fixed_fee", amount: "100.00", deliverable: "Reel" },
    { basis: "per_click", rate: "0.025", cap: { amount: "50.00", period: "month" } },
    { basis: "per_order", rate: "2", categories: null, customers: "repeat", cap: null },
    { basis: "revenue_share", tiers: [{ from: "0.00", rate: "0.04" }, { from: "200.00", rate: "0.065" }], tier_convention: "all_units", tier_period: "quarter", categories: ["Beauty"], customers: "first", cap: null },
  ],
  cap: { amount: "5000.00", period: "year" },
};

describe("the draft of terms", () => {
  it("sends every component as it was agreed when nothing is changed", () => {
    expect(rulesOf(draftOf({ rules: RULES, holding_days: 30, minimum_payout: "0.00", note: null }))).toEqual({
      ...RULES,
      components: RULES.components.map((one) => (one.basis === "fixed_fee" ? expect.objectContaining({ amount: one.amount }) : one)),
    });
  });

  it("sends a typed percentage as a share, exactly", () => {
    const component = { ...newComponent("revenue_share"), rate: "7,25" };
    expect(rulesOf({ components: [component], cap: null }).components[0]).toMatchObject({ rate: "0.0725" });
  });

  it("sends either one rate or tiers", () => {
    const component = { ...newComponent("per_order"), rate: "3", tiers: [{ ...newTier("0"), rate: "1,5" }] };
    const [sent] = rulesOf({ components: [component], cap: null }).components;
    expect(sent).toMatchObject({ tiers: [{ from: "0", rate: "1.5" }], tier_convention: "marginal" });
    expect(sent).not.toHaveProperty("rate");
  });

  it("sends the day or the deliverable of a fee, never both", () => {
    const fee = { ...newComponent("fixed_fee"), amount: "10", due_on: "2026-12-01", deliverable: " Reel ", due: "deliverable" as const };
    expect(rulesOf({ components: [fee], cap: null }).components[0]).toEqual({ basis: "fixed_fee", amount: "10", deliverable: "Reel" });
  });
});

describe("refusals of terms", () => {
  const refused = new Problem(422, "malformed", "The body is malformed.", null, [
    { pointer: "/rules/components/2/per_order/tiers/0/rate", message: "must be a text" },
    { pointer: "/rules/components/1/fixed_fee", message: "a fixed fee has either due_on or deliverable" },
    { pointer: "/rules/cap/amount", message: "must be above zero" },
  ]);

  it("stand beside their component", () => {
    const { components, general } = refusalsOf(refused);
    expect(components.get(2)).toEqual({ "tiers/0/rate": "must be a text" });
    expect(components.get(1)).toEqual({ "": "a fixed fee has either due_on or deliverable" });
    expect(general).toEqual(["cap amount: must be above zero"]);
  });

  it("are told as they are where they concern no field", () => {
    expect(refusalsOf(new Problem(409, "over_budget", "This would pass the budget.")).general).toEqual(["This would pass the budget."]);
  });
});

describe("a version", () => {
  it.each([
    ["2026-11-24", null, "ahead"],
    ["2026-11-23", null, "in_force"],
    ["2026-11-01", "2026-11-23", "in_force"],
    ["2026-11-01", "2026-11-22", "over"],
  ] as const)("from %s to %s is %s on 23 November", (valid_from, valid_to, standing) => expect(standingOf({ valid_from, valid_to }, "2026-11-23")).toBe(standing));
});
