import { describe, expect, it } from "vitest";

import type { Payment, Status } from "@/pages/payments/data";
import { choosableFor, partsOf } from "@/pages/payments/list/choice";
import { stepsOf } from "@/pages/payments/payment/steps";

const ME = 5;
const FINANCE = { userId: ME, mayApprove: true, mayExecute: true };
const MARKETING = { userId: 2, mayApprove: true, mayExecute: false };

const payment = (status: Status, more: Partial<Payment> = {}) => ({ payment_id: 1, status, batch_id: null, computed_by: null, ...more }) as Payment;

describe("the steps of a payment", () => {
  it("let nobody approve what he computed", () => {
    const own = payment("pending", { computed_by: ME });
    expect(stepsOf(own, FINANCE)).toEqual(["cancel"]);
    expect(stepsOf(own, MARKETING)).toEqual(["approve", "cancel"]);
  });

  it("let anybody approve what the timer computed", () => {
    expect(stepsOf(payment("pending"), FINANCE)).toContain("approve");
  });

  it("leave what is on its way to the bank to the bank", () => {
    expect(stepsOf(payment("scheduled", { batch_id: 3 }), FINANCE)).toEqual(["pay", "fail"]);
    expect(stepsOf(payment("scheduled"), FINANCE)).toEqual(["schedule", "pay", "fail", "cancel"]);
  });

  it("let a paid one come back, and a failed one be retried or given up", () => {
    expect(stepsOf(payment("paid", { batch_id: 3 }), FINANCE)).toEqual(["fail"]);
    expect(stepsOf(payment("failed"), FINANCE)).toEqual(["retry", "cancel"]);
    expect(stepsOf(payment("cancelled"), FINANCE)).toEqual([]);
  });

  it("move no money by the hands of who only approves", () => {
    expect(stepsOf(payment("approved"), MARKETING)).toEqual(["cancel"]);
    expect(stepsOf(payment("failed"), { userId: ME, mayApprove: false, mayExecute: false })).toEqual([]);
  });
});

describe("choosing payments", () => {
  it("parts a set by what can be done with it", () => {
    const [pending, own, approved, scheduled] = [payment("pending"), payment("pending", { computed_by: ME }), payment("approved"), payment("scheduled")];
    const parts = partsOf([pending, own, approved, scheduled, payment("paid")], FINANCE);
    expect(parts).toEqual({ approve: [pending], batch: [approved, scheduled] });
  });

  it("says why one's own cannot be chosen, and takes none that is in a batch", () => {
    expect(choosableFor(payment("pending", { computed_by: ME }), FINANCE)).toBe("own");
    expect(choosableFor(payment("scheduled", { batch_id: 3 }), FINANCE)).toBeNull();
    expect(choosableFor(payment("approved"), MARKETING)).toBeNull();
  });
});
