// What the address asks of the list of expenses, as the API understands it. Pure.
import type { Filters } from "@/ui/filters";

import { STATUSES } from "./data";

/** All days unless two are chosen; the address keeps them under the same names as everywhere. */
export const askedOf = (search: URLSearchParams, { campaign_id, influencer_id, from, to }: Filters, me: { user_id: number }) => ({
  campaign_id,
  influencer_id,
  from,
  to,
  status: STATUSES.filter((status) => search.getAll("status").includes(status)),
  cost_category: search.has("cost_category") ? search.getAll("cost_category") : undefined,
  created_by: search.has("mine") ? [me.user_id] : undefined,
  has_receipt: search.has("receipt") ? search.get("receipt") === "yes" : undefined,
});
