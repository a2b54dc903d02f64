import type { Me } from "@/session/session";

import { ALERTS, STATUSES } from "./data";

/** What the address asks for of the list of campaigns, as the API understands it. */
export const listQuery = (search: URLSearchParams, me: Pick<Me, "user_id">) => ({
  q: search.get("q") ?? undefined,
  status: STATUSES.filter((status) => search.getAll("status").includes(status)),
  alert: ALERTS.filter((alert) => search.getAll("alert").includes(alert)),
  // Campaigns that have any of these days.
  from: search.get("from") ?? undefined,
  to: search.get("to") ?? undefined,
  user_id: search.has("mine") ? [me.user_id] : undefined,
});
