import type { ComponentType } from "react";
import type { RouteObject } from "react-router";

import { loadMore } from "@/messages";

type Load = () => Promise<{ default: ComponentType }>;

/** A page as a route: its script is fetched when its address is opened. */
export const page = (path: string, load: Load): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await Promise.all([load(), loadMore()]))[0].default }),
});

/** One of the pages whose texts are there from the start. */
export const firstPage = (path: string, load: Load): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
});
