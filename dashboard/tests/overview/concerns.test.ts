import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { concernsOf } from "@/pages/overview/concerns";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const campaign = (campaign_id: number) => ({ campaign_id, campaign_name: `Demo ${campaign_id}` }) as Schema["CampaignOut"];
const run = (created_at: string, state: Schema["RunState"], rows_rejected = 0) => ({ created_at, state, rows_rejected }) as Schema["RunOut"];

describe("what needs attention", () => {
  it("begins with what is urgent, and leads there", () => {
    const concerns = concernsOf({ behind: [campaign(1)], overBudget: [campaign(2)], drafts: 3, quality: { sudden_jump: 4, unknown_channel: 0 } }, NOW);
    expect(concerns.map(({ what, weight, to }) => [what, weight, to])).toEqual([
      ["over_budget", "urgent", "/campaigns/2"],
      ["behind", "soon", "/campaigns/1"],
      ["drafts", "soon", "/campaigns?status=draft"],
      ["quality", "info", undefined],
    ]);
  });

  it("counts the imports of seven days only, and refused rows of those that went through", () => {
    const runs = [run("2026-11-22T00:00:00Z", "failed", 9), run("2026-11-16T11:59:00Z", "failed"), run("2026-11-20T00:00:00Z", "done", 2), run("2026-11-21T00:00:00Z", "done", 3)];
    expect(concernsOf({ runs }, NOW).map((concern) => [concern.what, "count" in concern && concern.count])).toEqual([
      ["failed_runs", 1],
      ["rejected_rows", 5],
    ]);
  });

  it("tells of money before drafts, and of broken books before all", () => {
    expect(concernsOf({ drafts: 1, payments: 2, failedPayments: 1, expenses: 3, books: 1 }, NOW).map(({ what }) => what)).toEqual(["books", "failed_payments", "payments", "expenses", "drafts"]);
  });

  it("says nothing of what could not be asked", () => {
    expect(concernsOf({}, NOW)).toEqual([]);
  });
});
