// The pages about paying influencers, and the way from each to the others.
import { Anchor, Group, ScrollArea } from "@mantine/core";
import type { ComponentProps } from "react";
import { Link, useLocation } from "react-router";

import { type MessageId, useText } from "@/messages";
import { type Permission, useMay } from "@/session/session";
import { Page } from "@/ui/page";

type Inner = { label: MessageId; to: string; needs: Permission };

export const PAYMENT_PLACES: readonly Inner[] = [
  { label: "payments.nav.list", to: "/payments", needs: "payments.read" },
  { label: "payments.nav.batches", to: "/payments/batches", needs: "payments.read" },
  { label: "payments.nav.accounts", to: "/payments/accounts", needs: "payout_accounts" },
  { label: "payments.nav.payables", to: "/payments/payables", needs: "payments.read" },
];

/** The place an address belongs to: the longest that it begins with. */
export const placeOf = (pathname: string): string | undefined =>
  PAYMENT_PLACES.map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((one, other) => other.length - one.length)[0];

/** One of these pages; to whom its place is closed, it says so and asks the API for nothing of it. */
export const PaymentsPage = ({ children, ...page }: ComponentProps<typeof Page>) => {
  const say = useText();
  const may = useMay();
  const here = placeOf(useLocation().pathname);
  const isOpen = PAYMENT_PLACES.every(({ to, needs }) => to !== here || may(needs));
  if (!isOpen) return <Page title={page.title}>{say("state.forbidden")}</Page>;
  return (
    <Page {...page}>
      <Places />
      {children}
    </Page>
  );
};

const Places = () => {
  const say = useText();
  const may = useMay();
  const here = placeOf(useLocation().pathname);
  return (
    <ScrollArea type="never" component="nav" aria-label={say("nav.payments")} className="no-print">
      <Group gap="xs" wrap="nowrap" pb={4} style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}>
        {PAYMENT_PLACES.filter(({ needs }) => may(needs)).map(({ label, to }) => {
          const isHere = to === here;
          const line = isHere ? "2px solid var(--mantine-primary-color-filled)" : "2px solid transparent";
          return (
            <Anchor key={to} component={Link} to={to} aria-current={isHere ? "page" : undefined} underline="never" c="var(--mantine-color-text)" fw={isHere ? 650 : 400} px="sm" py={8} style={{ whiteSpace: "nowrap", borderBottom: line }}>
              {say(label)}
            </Anchor>
          );
        })}
      </Group>
    </ScrollArea>
  );
};
