import { describe, expect, it } from "vitest";

import type { Schema } from "@/api/client";
import { groupsSpec, rowsOf } from "@/pages/finance/charts";

const item = (key: string | number | null, net: string, cost: string | null): Schema["OverviewItem"] => ({ key, name: key === null ? null : `Demo ${key}`, first: null, last: null, flags: [], metrics: { net_revenue: net, cost } });

describe("the chart of the overview", () => {
  it("draws every day, but of campaigns the first fifteen", () => {
    const items = Array.from({ length: 40 }, (_, index) => item(index, "1.00", "0.00"));
    expect([rowsOf({ by: "day", items }, String).length, rowsOf({ by: "campaign", items }, String).length]).toEqual([40, 15]);
  });

  it("leaves what belongs to no campaign to the table, and unknown costs open", () => {
    expect(rowsOf({ by: "campaign", items: [item(null, "99.00", "0.00"), item(3, "12.34", null)] }, String)).toEqual([{ part: "Demo 3", net_revenue: 12.34, returned_revenue: null, cost: null, net_contribution: null }]);
  });

  it("keeps two campaigns of one name apart", () => {
    const items = [3, 4].map((key) => ({ ...item(key, "1.00", "0.00"), name: "Summer" }));
    expect(rowsOf({ by: "campaign", items }, String).map(({ part }) => part)).toEqual(["Summer #3", "Summer #4"]);
  });
});

describe("the chart by groups", () => {
  const labels = { net_revenue: "Net", returned_revenue: "Returned", cost: "Cost", net_contribution: "Left" };

  it("draws no costs where none are known, as by category", () => {
    expect([groupsSpec("Amount", labels, true).layer.length, groupsSpec("Amount", labels, false).layer.length]).toEqual([2, 1]);
  });
});
