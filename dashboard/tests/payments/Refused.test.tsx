import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import { Problem } from "@/api/problem";
import { Texts } from "@/messages";
import { Refused } from "@/pages/payments/Refused";

const factor = vi.hoisted(() => ({ enabled: false }));
vi.mock("@/session/session", () => ({ useMe: () => ({ user_id: 5, two_factor: factor }) }));

const problem = (status: number, code: string, told: Record<string, unknown>) => new Problem(status, code, "in the API's words", null, [], told);
const show = (error: Problem, onLeaveOut?: (ids: number[]) => void) =>
  render(
    <MantineProvider>
      <Texts>
        <MemoryRouter>
          <Refused error={error} onLeaveOut={onLeaveOut} />
        </MemoryRouter>
      </Texts>
    </MantineProvider>,
  );

// By role and name takes its time on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  localStorage.setItem("language", "en");
});
afterEach(cleanup);

describe("a refusal about payments", () => {
  it("names each payment and why, and leaves those out on request", async () => {
    const leaveOut = vi.fn();
    const payments = [
      { payment_id: 440, reason: "no_account" },
      { payment_id: 441, reason: "account_held", held_until: "2026-11-30" },
      { payment_id: 442, reason: "computed_by_same_user" },
    ];
    show(problem(409, "batch_not_payable", { payments }), leaveOut);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Payment 440: the influencer has no payout account",
      "Payment 441: the account was changed lately and is held until 30 Nov 2026",
      "Payment 442: you computed it, so somebody else has to approve it",
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Leave those 3 out" }));
    expect(leaveOut).toHaveBeenCalledWith([440, 441, 442]);
  });

  it("tells who has no second factor where to set one up", () => {
    show(problem(403, "fresh_two_factor_required", { limit: "1000.00" }));
    expect(screen.getByRole("alert").textContent).toContain("Above €1,000.00");
    expect(screen.getByRole("link", { name: "Set up a second factor" })).toBeTruthy();
  });

  it("says what it does not know in the API's words", () => {
    show(problem(409, "something_new", {}));
    expect(screen.getByRole("alert").textContent).toContain("in the API's words");
  });
});
