import { type ComponentType, lazy } from "react";

/** A part of a page whose script is fetched behind the rest; where it does not come, the page does without. */
export const later = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazy(() => load().catch(() => ({ default: (() => null) as ComponentType<Props> })));
