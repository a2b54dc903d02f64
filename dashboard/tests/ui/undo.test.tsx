import { MantineProvider } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Problem } from "@/api/problem";
import { Texts } from "@/messages";
import { inRecord, inverse, useEdit, type Version, versionOf } from "@/ui/undo";

type Lamp = { is_on: boolean };
type Send = (changes: Partial<Lamp>, version: Version) => Promise<{ response: Response }>;

const KEY = ["lamp"];
const answer = (etag?: string) => ({ response: new Response("{}", { headers: etag ? { ETag: etag } : {} }) });

const Lamp = ({ send }: { send: Send }) => {
  const edit = useEdit();
  const { data } = useQuery({ queryKey: KEY, queryFn: () => ({ is_on: false }), staleTime: Number.POSITIVE_INFINITY });
  const press = () => edit<Lamp>({ before: { is_on: false }, changes: { is_on: true }, queryKey: KEY, shown: inRecord, send, refresh: () => Promise.resolve(), message: "Lit." });
  return <button onClick={() => void press()}>{data?.is_on ? "on" : "off"}</button>;
};

const show = async (send: Send) => {
  render(
    <MantineProvider env="test">
      <Texts>
        <QueryClientProvider client={new QueryClient()}>
          <Notifications />
          <Lamp send={send} />
        </QueryClientProvider>
      </Texts>
    </MantineProvider>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "off" }));
};

const is = (state: "on" | "off") => screen.findByRole("button", { name: state });
const undo = async () => userEvent.click(await screen.findByRole("button", { name: "Undo" }));

describe("an edit that is shown at once", () => {
  beforeEach(() => {
    vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
    vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  });
  afterEach(() => {
    cleanup();
    notifications.clean();
    vi.unstubAllGlobals();
  });

  it("is seen before the server answers", async () => {
    await show(() => new Promise(() => undefined));
    await is("on");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("is undone under the version that it left", async () => {
    const send = vi.fn<Send>().mockResolvedValueOnce(answer('"7"')).mockResolvedValueOnce(answer('"8"'));
    await show(send);
    await undo();

    await is("off");
    expect(send.mock.calls).toEqual([[{ is_on: true }, { "If-Match": "*" }], [{ is_on: false }, { "If-Match": '"7"' }]]);
    await screen.findByText(/Undone/);
  });

  it("goes back by itself when it is refused, and says why", async () => {
    await show(() => Promise.reject(new Problem(409, "broken", "The bulb is broken.")));
    await screen.findByText("The bulb is broken.");
    await is("off");
  });

  it("stays when somebody changed it again since then", async () => {
    const send = vi.fn<Send>().mockResolvedValueOnce(answer('"7"')).mockRejectedValueOnce(new Problem(412, "stale", "Changed."));
    await show(send);
    await undo();
    await screen.findByText(/changed again since then/);
    await is("on");
  });

  it("is not offered to be undone without a version to do it under", async () => {
    await show(() => Promise.resolve(answer()));
    await screen.findByText("Lit.");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });
});

describe("what takes an edit back", () => {
  it("is the changed fields as they were, also where they were empty", () => {
    expect(inverse<{ a: number; b: string | null; c: number }>({ a: 1, b: null, c: 3 }, { a: 2, b: "x" })).toEqual({ a: 1, b: null });
  });

  it("goes under a strong version only", () => {
    expect(versionOf(answer('"7"'))).toEqual({ "If-Match": '"7"' });
    expect(versionOf(answer('W/"7"'))).toBeNull();
  });
});
