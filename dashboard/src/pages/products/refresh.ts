// What has to be read again after a change.
import type { QueryClient } from "@tanstack/react-query";

import { forgetNames } from "@/ui/names";

const PRODUCTS = ["/api/products", "/api/products/{product_id}", "/api/products/{product_id}/adjustments", "/api/products/{product_id}/price-effect"];
const PURCHASES = ["/api/purchases", "/api/purchases/{purchase_id}", "/api/purchases/{purchase_id}/returns"];

const refresh = (queries: QueryClient, paths: readonly string[]) => Promise.all(paths.map((path) => queries.invalidateQueries({ queryKey: ["get", path] })));

export const refreshProduct = (queries: QueryClient) => Promise.all([refresh(queries, PRODUCTS), forgetNames(queries, "product")]);

/** A purchase moves stock and sold quantities, too. */
export const refreshPurchase = (queries: QueryClient) => refresh(queries, [...PURCHASES, ...PRODUCTS]);
