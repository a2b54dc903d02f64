import { describe, expect, it } from "vitest";

import { sumOf } from "@/pages/payments/cents";

describe("sums of money", () => {
  it("are exact where doubles are not", () => {
    expect(sumOf(["0.10", "0.20"])).toBe("0.30");
    expect(sumOf(["90071992547409.91", "0.02"])).toBe("90071992547409.93");
  });

  it("go below zero and back by a cent", () => {
    expect(sumOf(["0.01", "-0.02"])).toBe("-0.01");
    expect(sumOf(["-1.00", "1.00"])).toBe("0.00");
  });

  it("of nothing are nothing", () => {
    expect(sumOf([])).toBe("0.00");
  });
});
