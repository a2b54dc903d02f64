// The question for purchases that the filters in the address make.
import { api, type Schema } from "@/api/client";
import type { Filters } from "@/ui/filters";

type Status = Schema["PurchaseStatus"];

export const STATES = ["ordered", "completed", "partially_returned", "returned", "cancelled"] as const satisfies readonly Status[];
export const LATEST_FIRST = "-bought_date";
const CHUNK = 50;

export const askedOf = ({ from, to, status, influencer_id, product_id, category }: Filters, search: URLSearchParams, sort: string) => ({
  from,
  to,
  q: search.get("q") ?? undefined,
  status: STATES.filter((one) => status?.includes(one)),
  rating: search.getAll("rating").map(Number),
  customer_id: search.getAll("customer_id").map(Number),
  influencer_id,
  product_id,
  category,
  sort,
});

export const readPurchases = (asked: Partial<ReturnType<typeof askedOf>>, cursor: string | undefined, limit = CHUNK) => api.GET("/api/purchases", { params: { query: { ...asked, cursor, limit } } });
