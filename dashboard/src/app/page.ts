import type { ComponentType } from "react";
import type { RouteObject } from "react-router";

import { Problem } from "@/api/problem";
import { loadMore } from "@/messages";

type Load = () => Promise<{ default: ComponentType }>;

/** Why a page's script did not come: nobody is there, or a new version took its place. */
const refused = (): never => {
  throw navigator.onLine ? new Problem(0, "outdated", "") : Problem.offline();
};

/** A page as a route: its script is fetched when its address is opened. */
export const page = (path: string, load: Load): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await Promise.all([load(), loadMore()]).catch(refused))[0].default }),
});

/** One of the pages whose texts are there from the start. */
export const firstPage = (path: string, load: Load): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load().catch(refused)).default }),
});
