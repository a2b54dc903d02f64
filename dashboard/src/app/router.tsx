// Addresses of the dashboard. Each page is a script of its own, loaded when it is opened.
import { createBrowserRouter } from "react-router";

import { account } from "@/pages/account/routes";
import { budgets } from "@/pages/budgets/routes";
import { expenses } from "@/pages/expenses/routes";
import { finance } from "@/pages/finance/routes";
import { overview } from "@/pages/overview/routes";
import { profitability } from "@/pages/profitability/routes";
import { ranking } from "@/pages/ranking/routes";
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
            children: [
              ...overview,
              ...ranking,
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
]);
