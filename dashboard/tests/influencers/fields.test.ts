import { describe, expect, it } from "vitest";

import { standingRows } from "@/pages/influencers/charts";
import { askedOf } from "@/pages/influencers/asked";
import { changesOf, differing, type Fields } from "@/pages/influencers/fields";

const FIELDS: Fields = { influencer_name: "Demo", platform: "tiktok", category: "Food", influencer_mail: "demo@demo.example", follower_count: 10, member_since: "2026-01-01" };

describe("a changed influencer", () => {
  it("is sent with what is different only, a number typed as text being that number", () => {
    expect(changesOf({ ...FIELDS, category: "Travel", follower_count: "10" }, FIELDS)).toEqual({ category: "Travel" });
  });

  it("is told apart from what somebody else made of it", () => {
    expect(differing(FIELDS, { ...FIELDS, follower_count: 11 })).toEqual(["follower_count"]);
  });
});

describe("the list's address", () => {
  it("hides who was deleted until asked for", () => {
    expect(askedOf(new URLSearchParams())).toMatchObject({ is_deleted: false, tier: [], q: undefined });
    expect(askedOf(new URLSearchParams("partnership=deleted"))).toMatchObject({ is_deleted: true });
    expect(askedOf(new URLSearchParams("partnership=ended"))).toMatchObject({ is_deleted: false, still_partner: false });
  });

  it("lets only tiers through that there are", () => {
    expect(askedOf(new URLSearchParams("tier=mega&tier=giant&tier=nano")).tier).toEqual(["nano", "mega"]);
  });
});

describe("the comparison with peers", () => {
  it("shows what can be compared, and only that", () => {
    const standing = { cell: "platform" as const, size: 9, better: "low" as const, percentile: 0, low_quartile: 1, median: "2.00", high_quartile: 3 };
    const rows = standingRows([
      { slug: "cost", label: "Cost", value: "5.00", standing },
      { slug: "roi", label: "ROI", value: null, standing: null },
      { slug: "cac", label: "CAC", value: 1, standing: { ...standing, percentile: null } },
    ]);
    expect(rows.map(({ slug, percentile }) => [slug, percentile])).toEqual([["cost", 0]]);
  });
});
