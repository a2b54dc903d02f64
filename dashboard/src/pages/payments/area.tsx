// The pages about paying influencers, and the way from each to the others.
import type { ComponentProps } from "react";
import { useLocation } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { Page } from "@/ui/page";
import { type Inner, placeOf, PlacesNav } from "@/ui/places";

export const PAYMENT_PLACES: readonly Inner[] = [
  { label: "payments.nav.list", to: "/payments", needs: "payments.read" },
  { label: "payments.nav.batches", to: "/payments/batches", needs: "payments.read" },
  { label: "payments.nav.accounts", to: "/payments/accounts", needs: "payout_accounts" },
  { label: "payments.nav.payables", to: "/payments/payables", needs: "payments.read" },
];

/** One of these pages; to whom its place is closed, it says so and asks the API for nothing of it. */
export const PaymentsPage = ({ children, ...page }: ComponentProps<typeof Page>) => {
  const say = useText();
  const may = useMay();
  const here = placeOf(PAYMENT_PLACES, useLocation().pathname);
  const isOpen = PAYMENT_PLACES.every(({ to, needs }) => to !== here || may(needs));
  if (!isOpen) return <Page title={page.title}>{say("state.forbidden")}</Page>;
  return (
    <Page {...page}>
      <PlacesNav label="nav.payments" places={PAYMENT_PLACES} />
      {children}
    </Page>
  );
};
