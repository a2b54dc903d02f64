// What there is under Finance, and who may see it.
import type { MessageId } from "@/messages";
import type { Permission } from "@/session/session";

type Inner = { label: MessageId; to: string; needs: Permission };

export const FINANCE_PLACES: readonly Inner[] = [
  { label: "finance.nav.overview", to: "/finance", needs: "analytics.read" },
  { label: "finance.nav.terms", to: "/finance/terms", needs: "terms.read" },
  { label: "finance.nav.budgets", to: "/finance/budgets", needs: "budgets.read" },
  { label: "finance.nav.expenses", to: "/finance/expenses", needs: "budgets.read" },
  { label: "finance.nav.profitability", to: "/finance/profitability", needs: "profitability.read" },
];

/** The place an address belongs to: the longest that it begins with. */
export const placeOf = (pathname: string): string | undefined =>
  FINANCE_PLACES.map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((one, other) => other.length - one.length)[0];
