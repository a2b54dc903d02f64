import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { api, type Schema } from "@/api/client";
import { Texts } from "@/messages";
import { Erase } from "@/pages/customers/Erase";

const customer: Schema["CustomerOut"] = {
  customer_id: 7,
  customer_name: "Demo customer",
  customer_mail: "demo@shop.example",
  customer_phone: "+1 555",
  customer_address: "Demo street 1",
  channel: -1,
  since: "2026-01-01",
  is_account_deleted: false,
  source: null,
  external_ref: null,
  masked: false,
};

const show = (onClose: () => void) =>
  render(
    <MantineProvider env="test">
      <Texts>
        <QueryClientProvider client={new QueryClient()}>
          <Erase customer={customer} onClose={onClose} />
        </QueryClientProvider>
      </Texts>
    </MantineProvider>,
  );

describe("erasing a customer", () => {
  beforeEach(() => {
    vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
    vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("says what it means, and does nothing before that is confirmed", async () => {
    const remove = vi.spyOn(api, "DELETE").mockResolvedValue({ response: new Response(null, { status: 204 }) } as never);
    const onClose = vi.fn();
    show(onClose);

    expect(screen.getByRole("dialog", { name: /Erase Demo customer/ }).textContent).toMatch(/Purchases and likes stay/);
    const go = screen.getByRole("button", { name: "Erase for good" });
    expect(go.hasAttribute("disabled")).toBe(true);

    await userEvent.click(screen.getByRole("checkbox", { name: /cannot be undone/ }));
    await userEvent.click(go);
    expect(remove).toHaveBeenCalledExactlyOnceWith("/api/customers/{customer_id}", { params: { path: { customer_id: 7 } } });
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  }, 20_000);
});
