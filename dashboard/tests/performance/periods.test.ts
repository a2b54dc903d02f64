import { describe, expect, it } from "vitest";

import { checkedOf, periodBefore, periodOf, unitOf } from "@/pages/performance/periods";

const TODAY = "2026-11-23";

describe("periods", () => {
  it("count both ends, as the API does", () => {
    expect(periodOf({ window: "90d" }, TODAY)).toEqual({ from: "2026-08-26", to: TODAY });
    expect(periodOf({ from: "2026-01-01", to: "2026-01-31" }, TODAY)).toEqual({ from: "2026-01-01", to: "2026-01-31" });
  });

  it("have none before all time", () => {
    expect(periodOf({ window: "all" }, TODAY)).toBeNull();
  });

  it("are compared with as many days right before", () => {
    expect(periodBefore({ from: "2026-08-26", to: TODAY }, "previous")).toEqual({ from: "2026-05-28", to: "2026-08-25" });
  });

  it("are compared with the same days a year before, 29 February with 28", () => {
    expect(periodBefore({ from: "2028-02-29", to: "2028-03-01" }, "last_year")).toEqual({ from: "2027-02-28", to: "2027-03-01" });
  });

  it("are checked for their last 366 days at most", () => {
    expect(checkedOf({ window: "365d" }, TODAY)).toEqual({ days: { from: "2025-11-24", to: TODAY }, isCut: false });
    expect(checkedOf({ from: "2025-11-23", to: TODAY }, TODAY)).toEqual({ days: { from: "2025-11-23", to: TODAY }, isCut: false });
    expect(checkedOf({ from: "2025-11-22", to: TODAY }, TODAY)).toEqual({ days: { from: "2025-11-23", to: TODAY }, isCut: true });
    expect(checkedOf({ window: "all" }, TODAY).isCut).toBe(true);
  });

  it("are drawn in units that leave neither a handful of points nor hundreds", () => {
    expect(["90d", "365d", "all"].map((window) => unitOf(periodOf({ window: window as "90d" }, TODAY)))).toEqual(["day", "week", "month"]);
  });
});
