import type { ComponentProps } from "react";

import { Page } from "@/ui/page";
import { PlacesNav } from "@/ui/places";

import { FINANCE_PLACES } from "./places";

/** A page of Finance, with the way to the others. */
export const FinancePage = ({ children, ...page }: ComponentProps<typeof Page>) => (
  <Page {...page}>
    <PlacesNav label="nav.finance" places={FINANCE_PLACES} />
    {children}
  </Page>
);
