// Addresses of the dashboard. Each page is a script of its own, loaded when it is opened.
import { createBrowserRouter } from "react-router";

import { account } from "@/pages/account/routes";
import { influencers } from "@/pages/influencers/routes";
import { attribution } from "@/pages/attribution/routes";
import { customers } from "@/pages/customers/routes";
import { admin } from "@/pages/admin/routes";
import { imports } from "@/pages/imports/routes";
import { campaigns } from "@/pages/campaigns/routes";
import { overview } from "@/pages/overview/routes";
import { products } from "@/pages/products/routes";
import { payments } from "@/pages/payments/routes";
import { ranking } from "@/pages/ranking/routes";
import { reports } from "@/pages/reports/routes";
import { budgets } from "@/pages/budgets/routes";
import { expenses } from "@/pages/expenses/routes";
import { finance } from "@/pages/finance/routes";
import { profitability } from "@/pages/profitability/routes";
import { terms } from "@/pages/terms/routes";
import { NotFound } from "@/ui/states";

import { Gate, Starting } from "./Gate";
import { Crash } from "./Crash";
import { Shell } from "./Shell";

export const router = createBrowserRouter([
  {
    ErrorBoundary: Crash,
    HydrateFallback: Starting,
    children: [
      ...account.outside,
      {
        Component: Gate,
        children: [
          {
            Component: Shell,
            // What breaks within a page leaves the way to the others.
            children: [
              {
                ErrorBoundary: Crash,
                children: [
                  ...overview,
                  ...influencers,
                  ...payments,
                  ...ranking,
                  ...attribution,
                  ...customers,
                  ...products,
                  ...imports,
                  ...admin,
                  ...reports,
                  ...campaigns,
                  ...finance,
                  ...terms,
                  ...budgets,
                  ...expenses,
                  ...profitability,
                  ...account.inside,
                  { path: "*", Component: NotFound },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
]);
