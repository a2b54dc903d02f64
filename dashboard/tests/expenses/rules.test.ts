import { describe, expect, it } from "vitest";

import type { Expense, Status } from "@/pages/expenses/data";
import { changesOf, draftOf, expenseOf, newDraft } from "@/pages/expenses/draft";
import { faultOf, MOST_BYTES, nameOf } from "@/pages/expenses/receipts";
import { mayGiveReceipt, stepsOf } from "@/pages/expenses/rules";
import { rowsOf } from "@/pages/expenses/charts";

const ALL = ["expenses.manage", "expenses.approve", "payments.execute"];
const RECORDER = { user_id: 1, permissions: ALL };
const OTHER = { user_id: 2, permissions: ALL };

const expense = (status: Status, receipt_name: string | null = null): Expense => ({
  expense_id: 7, campaign_id: 3, influencer_id: null, cost_category: "travel", expense_date: "2026-11-20", amount: "19.90", description: null, status, receipt_name, receipt_type: null,
  created_by: 1, created_at: "2026-11-20T10:00:00Z", decided_by: null, decided_at: null, decision_reason: null, override_reason: null, paid_on: null, source: null, external_ref: null,
});

describe("steps of an expense", () => {
  it.each([
    ["submitted", ["edit", "delete"], ["approve", "reject"]],
    ["approved", ["pay"], ["reject", "pay"]],
    ["rejected", ["edit", "delete"], []],
    ["paid", [], []],
  ] as const)("%s: who recorded it never decides, and nobody else changes it", (status, own, others) => {
    expect(stepsOf(expense(status), RECORDER)).toEqual(own);
    expect(stepsOf(expense(status), OTHER)).toEqual(others);
  });

  it("are none without the permission", () => expect(stepsOf(expense("submitted"), { user_id: 2, permissions: ["budgets.read"] })).toEqual([]));

  it("let only the recorder replace a receipt, and anybody give a missing one later", () => {
    expect([mayGiveReceipt(expense("submitted", "a.pdf"), RECORDER), mayGiveReceipt(expense("submitted"), OTHER)]).toEqual([true, false]);
    expect([mayGiveReceipt(expense("approved"), OTHER), mayGiveReceipt(expense("approved", "a.pdf"), OTHER), mayGiveReceipt(expense("rejected"), RECORDER)]).toEqual([true, false, false]);
  });
});

describe("a receipt", () => {
  it.each([
    ["bill.pdf", 10, null],
    ["bill.PDF", MOST_BYTES, null],
    ["bill.pdf", MOST_BYTES + 1, "size"],
    ["bill.docx", 10, "kind"],
    ["bill.png", 0, "empty"],
  ] as const)("%s of %i bytes: %s", (name, size, fault) => expect(faultOf({ name, size })).toBe(fault));

  it("is sent under a name that the API takes", () => {
    expect(nameOf("a/b:c?.jpeg")).toBe("a_b_c_.jpeg");
    expect(nameOf(`${"x".repeat(200)}.pdf`)).toHaveLength(100);
    expect(nameOf(`${"x".repeat(200)}.pdf`).endsWith(".pdf")).toBe(true);
  });
});

describe("a draft of an expense", () => {
  it("is sent only with campaign and day", () => {
    expect(expenseOf(newDraft(null, "2026-11-23"))).toBeNull();
    expect(expenseOf({ ...newDraft(3, "2026-11-23"), cost_category: " travel ", amount: "1.250,5" })).toEqual({ campaign_id: 3, influencer_id: null, cost_category: "travel", expense_date: "2026-11-23", amount: "1250.5", description: null });
  });

  it("sends what differs and nothing else", () => {
    const before = expense("submitted");
    expect(changesOf(before, draftOf(before))).toEqual({});
    expect(changesOf(before, { ...draftOf(before), amount: "20", description: "train" })).toEqual({ amount: "20", description: "train" });
  });
});

describe("the report's bars", () => {
  it("add up to what is committed, and what waits for approval beside", () => {
    const item = { key: "travel", name: "travel", planned: null, remaining: null, records: 3, requested: "5.00", committed: "60.00", incurred: "40.00", paid: "25.00" };
    expect(rowsOf([item], ({ name }) => name)).toEqual([{ part: "travel", paid: 25, owed: 15, promised: 20, requested: 5 }]);
  });
});
