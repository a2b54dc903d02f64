import type { ComponentType } from "react";
import type { RouteObject } from "react-router";

/** A page as a route: its script is fetched when its address is opened. */
export const page = (path: string, load: () => Promise<{ default: ComponentType }>): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
});
