import { describe, expect, it } from "vitest";

import type { Campaign } from "@/pages/campaigns/data";
import { changesOf, draftOf, meant, moneyIn, shown, targetsOf } from "@/pages/campaigns/draft";

const campaign: Campaign = { campaign_id: 1, campaign_name: "Spring", start_date: "2026-03-01", end_date: "2026-03-31", budget: "5000.00", status: "draft", ended_on: null, source: null, external_ref: null };
const unitOf = (metric: string) => ({ roi: "ratio", net_revenue: "money" })[metric];

describe("the editor of campaigns", () => {
  it("takes money as it is typed or pasted and leaves to the API what is none", () => {
    expect(["5000", "5000,5", " 12.34 ", "12.345", "much", ""].map(moneyIn)).toEqual(["5000.00", "5000.50", "12.34", "12345.00", "much", ""]);
  });

  it("sends nothing where nothing differs, not even a budget that is written otherwise", () => {
    expect(changesOf(campaign, { ...draftOf(campaign, {}, unitOf), campaign_name: "Spring ", budget: "5000" })).toEqual({});
  });

  it("sends only what differs", () => {
    expect(changesOf(campaign, { ...draftOf(campaign, {}, unitOf), end_date: "2026-04-01" })).toEqual({ end_date: "2026-04-01" });
  });

  it("writes ratios in per cent and gives the same ratio back", () => {
    const ratios = [0.07, 0.29, 1.1, 0.141];
    expect(ratios.map((ratio) => shown(ratio, "ratio"))).toEqual([7, 29, 110, 14.1]);
    expect(ratios.map((ratio) => meant(shown(ratio, "ratio"), "ratio"))).toEqual(ratios);
  });

  it("sets targets of complete rows only, each in its unit", () => {
    const draft = draftOf(campaign, { roi: 0.5, net_revenue: 9000 }, unitOf);
    expect(draft.targets[0]).toEqual({ metric: "roi", value: 50 });
    expect(targetsOf({ ...draft, targets: [...draft.targets, { metric: "", value: 3 }, { metric: "orders", value: "" }] }, unitOf)).toEqual({ roi: 0.5, net_revenue: 9000 });
  });
});
