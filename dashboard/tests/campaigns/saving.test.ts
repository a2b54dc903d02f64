import { beforeEach, describe, expect, it, vi } from "vitest";

const { PATCH, PUT } = vi.hoisted(() => ({ PATCH: vi.fn(), PUT: vi.fn() }));
vi.mock("@/api/client", () => ({ api: { PATCH, PUT }, $api: {} }));

import { draftOf } from "@/pages/campaigns/draft";
import { type Read, saveChanges, takeBack } from "@/pages/campaigns/saving";

const read: Read = {
  campaign: { campaign_id: 7, campaign_name: "Spring", start_date: "2026-03-01", end_date: "2026-03-31", budget: "5000.00", status: "draft", ended_on: null, source: null, external_ref: null, overlaps: [], moved: [] },
  targets: { orders: 10 },
  version: '"v1-a"',
};
const draft = draftOf(read.campaign, read.targets, () => "count");
const versionOf = (call: readonly unknown[] | undefined) => (call?.[1] as { params: { header: Record<string, string> } } | undefined)?.params.header["If-Match"];

describe("saving a campaign", () => {
  beforeEach(() => {
    PATCH.mockReset().mockResolvedValue({ data: { ...read.campaign, campaign_name: "May" }, response: new Response(null, { headers: { ETag: '"v2-b"' } }) });
    PUT.mockReset().mockResolvedValue({});
  });

  it("sends nothing where nothing was changed", async () => {
    expect(await saveChanges(read, draft, () => "count", () => undefined)).toEqual({ changed: null, answer: null });
    expect([...PATCH.mock.calls, ...PUT.mock.calls]).toEqual([]);
  });

  it("sets targets under the version that the change of the details leaves", async () => {
    await saveChanges(read, { ...draft, campaign_name: "May", targets: [{ metric: "orders", value: 11 }] }, () => "count", () => undefined);
    expect([versionOf(PATCH.mock.calls[0]), versionOf(PUT.mock.calls[0])]).toEqual(['"v1-a"', '"v2-b"']);
  });

  it("is taken back in both calls, under the version that it left", async () => {
    const edited = { ...draft, campaign_name: "May", targets: [{ metric: "orders", value: 11 }] };
    const { changed } = await saveChanges(read, edited, () => "count", () => undefined);
    PATCH.mockClear();
    PUT.mockClear();

    await takeBack(read, { campaign: changed ?? read.campaign }, edited, () => "count", '"v3-c"');
    expect(PATCH.mock.calls.map(([, asked]) => asked.body)).toEqual([{ campaign_name: "Spring" }]);
    expect(PUT.mock.calls.map(([, asked]) => asked.body)).toEqual([{ targets: { orders: 10 } }]);
    expect(versionOf(PATCH.mock.calls[0])).toBe('"v3-c"');
  });

  it("keeps the new version where the targets are refused, so that saving again is not stale", async () => {
    PUT.mockRejectedValueOnce(new Error("refused"));
    const keep = vi.fn();
    await expect(saveChanges(read, { ...draft, campaign_name: "May", targets: [] }, () => "count", keep)).rejects.toThrow("refused");
    expect(keep).toHaveBeenCalledWith(expect.objectContaining({ version: '"v2-b"', campaign: expect.objectContaining({ campaign_name: "May" }) }));
  });
});
