import { describe, expect, it } from "vitest";

import { changed } from "@/pages/products/changed";
import { priceSteps, returnRows, seriesRows } from "@/pages/products/charts";
import { leftOf } from "@/pages/products/PurchaseActions";
import { between, lineTotal, stepOf, toMoney } from "@/pages/products/values";
import { readAll } from "@/ui/export";

describe("amounts", () => {
  it("are taken as they are typed or pasted, and refused where they are none", () => {
    expect(["12.5", "12,50", " 7 ", "1.234,50", "12.345", "0.125", "-1", ""].map(toMoney)).toEqual(["12.50", "12.50", "7", "1234.50", "12345", undefined, undefined, undefined]);
  });

  it("are multiplied in cents, beyond what a double can hold", () => {
    expect(lineTotal("0.10", 3)).toBe("0.30");
    expect(lineTotal("9999999999.99", 1_000_000)).toBe("9999999999990000.00");
    expect([lineTotal("0.01", 1), lineTotal("5.00", 0), lineTotal("5.00", null)]).toEqual(["0.01", "0.00", null]);
  });
});

describe("steps of time", () => {
  it("are as wide as the window wants them", () => {
    expect([stepOf({ window: "30d" }), stepOf({ window: "90d" }), stepOf({ window: "365d" }), stepOf({ window: "all" })]).toEqual(["day", "week", "week", "month"]);
    expect(stepOf({ from: "2026-10-01", to: "2026-11-14" })).toBe("day");
    expect(stepOf({ from: "2026-10-01", to: "2026-11-15" })).toBe("week");
  });

  it("leave no step out, across the end of a year", () => {
    expect(between(["2026-12-28", "2027-01-11"], "week")).toEqual(["2026-12-28", "2027-01-04", "2027-01-11"]);
    expect(between(["2026-11-01", "2027-01-01"], "month")).toEqual(["2026-11-01", "2026-12-01", "2027-01-01"]);
    expect(between([], "day")).toEqual([]);
  });

  it("draw a week without sales as one with nothing", () => {
    const rows = [
      { week: "2026-11-02", net_revenue: "10.00", returned_revenue: "1.00", units: 2, orders: 1 },
      { week: "2026-11-16", net_revenue: "5.00", returned_revenue: "0.00", units: 1, orders: 1 },
    ];
    const drawn = seriesRows(rows, "week", (day) => day, { kept: "kept", returned: "returned" });
    expect(drawn.map(({ when, part, exact }) => [when, part, exact])).toEqual([
      ["2026-11-02", "kept", "10.00"],
      ["2026-11-02", "returned", "1.00"],
      ["2026-11-09", "kept", "0.00"],
      ["2026-11-09", "returned", "0.00"],
      ["2026-11-16", "kept", "5.00"],
      ["2026-11-16", "returned", "0.00"],
    ]);
  });
});

describe("the history of a price", () => {
  const edit = (adjustment_id: number, date_time: string, new_value: string) => ({ adjustment_id, product_id: 1, user_id: 2, date_time, field: "product_price" as const, is_active: false, old_value: "1.00", new_value });

  it("goes from the oldest edit to now, and takes edits of one instant in their order", () => {
    const edits = [edit(3, "2026-03-01T00:00:00Z", "4.00"), edit(2, "2026-02-01T00:00:00Z", "3.00"), edit(1, "2026-02-01T00:00:00Z", "2.00")];
    expect(priceSteps(edits, "4.00", "2026-11-23T00:00:00Z").map(({ exact }) => exact)).toEqual(["1.00", "2.00", "3.00", "4.00", "4.00"]);
  });

  it("is not drawn where there was no edit", () => {
    expect(priceSteps([{ ...edit(1, "2026-02-01T00:00:00Z", "5"), field: "stock_quantity" }], "4.00", "2026-11-23T00:00:00Z")).toEqual([]);
  });
});

it("draws return rates only where there is an interval", () => {
  const shrunk = { rate: 0.2, low: 0.1, high: 0.3 };
  const lines = [
    { name: "a", shrunk, above: true },
    { name: "b", shrunk: null, above: null },
    { name: "c", shrunk, above: false },
  ];
  expect(returnRows(lines, 15, { above: "high", usual: "usual" }).map(({ name, state }) => [name, state])).toEqual([["a", "high"], ["c", "usual"]]);
});

it("sends only what was changed", () => {
  expect(changed({ title: "a", stock: 1, note: null }, { title: "b", stock: 1, note: null })).toEqual({ title: "b" });
});

it("lets nothing come back of what was cancelled or whose quantity is not known", () => {
  expect([leftOf({ quantity: 3, returned_quantity: 1, status: "partially_returned" }), leftOf({ quantity: 3, returned_quantity: 0, status: "cancelled" }), leftOf({ quantity: null, returned_quantity: 0, status: "completed" })]).toEqual([2, 0, 0]);
});

describe("a list as a file", () => {
  const pages = (count: number) => (cursor: string | undefined) => {
    const page = Number(cursor ?? 0);
    return Promise.resolve({ data: { items: [page * 2, page * 2 + 1], next_cursor: page + 1 < count ? String(page + 1) : null } });
  };

  it("reads all pages and says so", async () => {
    expect(await readAll(pages(3), () => undefined)).toEqual({ rows: [0, 1, 2, 3, 4, 5], isAll: true });
  });

  it("says where it was cut", async () => {
    expect(await readAll(pages(3), () => undefined, 4)).toEqual({ rows: [0, 1, 2, 3], isAll: false });
  });
});
