import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";

import { finance } from "@/pages/finance/messages";
import { intervalsOf } from "@/pages/profitability/charts";
import { askedOf, type Item } from "@/pages/profitability/data";
import { profitability } from "@/pages/profitability/messages";
import { reasonsOf } from "@/pages/profitability/words";
import { formatsOf } from "@/ui/formats";

const intl = createIntl({ locale: "en", messages: { ...finance.en, ...profitability.en } });
const say = (id: string, values?: Record<string, string | number | Date | null | undefined>) => intl.formatMessage({ id }, values);
const formats = formatsOf("en", "EUR");

const item = (changes: Partial<Item> = {}): Item => ({
  campaign_id: 3, campaign_name: "Demo campaign", campaign_status: "completed", influencer_id: 8, influencer_name: "Demo influencer", platform: "twitch", orders: 40,
  gross_revenue: "1100.00", returned_revenue: "100.00", net_revenue: "1000.00", paid: "300.00", committed: "100.00", cost: "400.00", net_contribution: "600.00", roi: 1.5,
  expected_roi: { value: 1.51, low: 1.2, high: 1.8, probability_positive: 0.99 },
  trend: { word: "steady", days: 90, recent_orders: 20, earlier_orders: 18, recent_net_revenue: "500.00", earlier_net_revenue: "450.00", change: 0.111 },
  recommendation: "continue", reasons: [], ...changes,
});

describe("why a collaboration is worth going on with", () => {
  it("tells what is left, how sure it is and how sales run", () => {
    expect(reasonsOf(item(), say, formats)).toEqual([
      "So far €1,000.00 net came in and €400.00 were spent or promised: €600.00 are left.",
      "It earns more than it costs with a probability of 99%; the true ROI lies between 120% and 180% (90 % interval).",
      "20 orders in 90 days are not clearly other than the 18 of the 90 days before.",
    ]);
  });

  it("tells what is missing without a minus to stumble over", () => {
    expect(reasonsOf(item({ cost: "1400.00", net_contribution: "-400.00" }), say, formats)[0]).toContain("€400.00 are missing");
  });

  it("says that there is too little data instead of a probability", () => {
    const reasons = reasonsOf(item({ recommendation: "not_enough_data" }), say, formats);
    expect(reasons[1]).toBe("There is not enough data yet: fewer than 30 clicks and fewer than 5 orders.");
    expect(reasons.join(" ")).not.toContain("probability");
  });

  it("says that it cost nothing where it did", () => {
    expect(reasonsOf(item({ cost: "0.00", net_contribution: "1000.00" }), say, formats)[0]).toBe("It cost nothing so far and brought €1,000.00 net.");
  });
});

describe("the chart", () => {
  it("draws the first twenty of whom enough is known, in the order of the list", () => {
    const items = [item({ recommendation: "not_enough_data" }), item({ expected_roi: { value: null } }), ...Array.from({ length: 30 }, (_, index) => item({ influencer_name: `Demo ${index}` }))];
    const rows = intervalsOf(items);
    expect([rows.length, rows[0]?.name]).toEqual([20, "Demo 0 · Demo campaign"]);
  });
});

describe("what is asked", () => {
  it("has a window only of influencers, and campaigns only of collaborations", () => {
    const search = new URLSearchParams("recommendation=stop&recommendation=nonsense");
    const filters = { window: "30d" as const, campaign_id: [3] };
    expect(askedOf(search, filters)).toEqual({ by: "collaboration", campaign_id: [3], influencer_id: undefined, platform: undefined, recommendation: ["stop"], sort: "-net_contribution" });
    search.set("tab", "influencer");
    expect(askedOf(search, filters)).toMatchObject({ by: "influencer", window: "30d" });
    expect(askedOf(search, filters)).not.toHaveProperty("campaign_id");
  });
});
