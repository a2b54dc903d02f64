// What there is under Finance, and who may see it.
import type { Inner } from "@/ui/places";

export const FINANCE_PLACES: readonly Inner[] = [
  { label: "finance.nav.overview", to: "/finance", needs: "analytics.read" },
  { label: "finance.nav.terms", to: "/finance/terms", needs: "terms.read" },
  { label: "finance.nav.budgets", to: "/finance/budgets", needs: "budgets.read" },
  { label: "finance.nav.expenses", to: "/finance/expenses", needs: "budgets.read" },
  { label: "finance.nav.profitability", to: "/finance/profitability", needs: "profitability.read" },
];
