// What has to be read again after a customer was changed, or what they like.
import type { QueryClient } from "@tanstack/react-query";

import { forgetNames } from "@/ui/names";

const refresh = (queries: QueryClient, keys: readonly (readonly string[])[]) => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));

export const refreshCustomer = (queries: QueryClient) => Promise.all([refresh(queries, [["get", "/api/customers"], ["get", "/api/customers/{customer_id}"]]), forgetNames(queries, "customer")]);

export const refreshLikes = (queries: QueryClient) => refresh(queries, [["get", "/api/likes"]]);
