import { describe, expect, it } from "vitest";

import { type Forecast, forecastRows, forecastSpec } from "@/pages/payments/payables/charts";
import { ratesOf } from "@/pages/payments/payment/rates";

const NAMES = { payments: "Payments", open_lines: "Open", fees: "Fees", to_be_earned: "Likely" };
const period = (expected: Forecast["expected"]): Forecast => ({ first: "2026-11-23", last: "2026-11-29", payments: "10.10", open_lines: "0.00", fees: "5.00", known: "15.10", to_be_earned: expected, expected });

describe("the forecast of what falls due", () => {
  it("keeps the API's amounts as they are, for the table and the CSV", () => {
    const [row] = forecastRows([period({ value: "20.00", low: "17.00", high: "24.00" })], ({ first }) => first);
    expect(row).toMatchObject({ period: "2026-11-23", payments: "10.10", known: "15.10", expected: "20.00", low: "17.00", high: "24.00" });
  });

  it("draws an interval only where something is expected", () => {
    expect(forecastRows([period(null)], () => "now")[0]).toMatchObject({ expected: null, low: null });
    expect(forecastSpec(NAMES, "Amount", false).layer).toHaveLength(1);
    expect(JSON.stringify(forecastSpec(NAMES, "Amount", false))).not.toContain("Likely");
    expect(forecastSpec(NAMES, "Amount", true).layer).toHaveLength(2);
  });
});

describe("the rate of a line", () => {
  const { rate, base } = ratesOf("en", "EUR");

  it("keeps its six places", () => {
    expect(rate({ basis: "revenue_share", rate: "0.041234" })).toBe("4.1234%");
    expect(rate({ basis: "per_click", rate: "0.001234" })).toBe("€0.001234");
    expect(rate({ basis: "fixed_fee", rate: null })).toBeNull();
  });

  it("is of revenue in money, of clicks and shared orders in numbers", () => {
    expect(base({ basis: "revenue_share", base: "-12.98" })).toBe("-€12.98");
    expect(base({ basis: "per_order", base: "0.333333" })).toBe("0.333333");
  });
});
