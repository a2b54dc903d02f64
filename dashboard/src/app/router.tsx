// Addresses of the dashboard. Each page is a script of its own, loaded when it is opened.
import { createBrowserRouter } from "react-router";

import { account } from "@/pages/account/routes";
import { admin } from "@/pages/admin/routes";
import { imports } from "@/pages/imports/routes";
import { overview } from "@/pages/overview/routes";
import { ranking } from "@/pages/ranking/routes";
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
              ...imports,
              ...admin,
              ...account.inside,
              { path: "*", Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
]);
