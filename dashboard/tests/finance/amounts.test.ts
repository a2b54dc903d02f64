import { describe, expect, it } from "vitest";

import { amountOf, centsOf, moneyOf, percentOf, plain, shareOf, sumOf } from "@/pages/finance/amounts";

describe("amounts as they are typed", () => {
  it.each([
    ["1234,5", "1234.5"],
    ["1.234,50", "1234.50"],
    ["1,234.50", "1234.50"],
    ["1.234.567", "1234567"],
    [" 12 000 ", "12000"],
    ["twelve", "twelve"],
  ])("%s is sent as %s", (typed, sent) => expect(plain(typed)).toBe(sent));

  it("are added up to the cent, beyond what a double holds", () => {
    expect(sumOf(["0.10", "0.20", "90071992547409.93", "no amount"])).toBe("90071992547410.23");
  });

  it("keep their sign", () => expect(amountOf(centsOf("-0.05") ?? 0n)).toBe("-0.05"));
});

describe("money as it is typed or pasted", () => {
  it.each([
    ["5,000", "5000"],
    ["5.000", "5000"],
    ["1.250.000", "1250000"],
    ["12.500,50", "12500.50"],
    ["€ 12,500.50", "12500.50"],
    ["1 234,5 ₺", "1234.5"],
    ["1’234.50 CHF", "1234.50"],
    ["12,34,567.00", "1234567.00"],
    ["100 TL", "100"],
    ["0,125", "0.125"],
    ["1.2.3", "1.2.3"],
    ["12,5 or so", "12,5 or so"],
    ["-0.05", "-0.05"],
    [" ", ""],
  ])("%s is understood as %s", (typed, understood) => expect(moneyOf(typed)).toBe(understood));

  it.each(["5000", "12.34", "0.5", "1234567.89"])("%s stays as it is", (amount) => expect(moneyOf(amount)).toBe(amount));

  it("is counted as it is understood", () => expect(sumOf(["5,000", "5.000,50"])).toBe("10000.50"));
});

describe("rates", () => {
  it.each([
    ["8", "0.08"],
    ["8,5", "0.085"],
    ["12.3456", "0.123456"],
    ["100", "1"],
    ["0.5", "0.005"],
    ["", ""],
  ])("%s per cent is the share %s", (percent, share) => expect(shareOf(percent)).toBe(share));

  it.each(["0", "0.01", "3.25", "8", "12.5", "100"])("%s per cent comes back as it was", (percent) => expect(percentOf(shareOf(percent))).toBe(percent));
});
