import { page } from "@/app/page";

export const products = [
  page("/products", () => import("./Products")),
  page("/products/new", () => import("./NewProduct")),
  page("/products/sales", () => import("./Sales")),
  page("/products/returns", () => import("./Returns")),
  page("/products/purchases", () => import("./Purchases")),
  page("/products/purchases/new", () => import("./NewPurchase")),
  page("/products/purchases/:purchaseId", () => import("./Purchase")),
  page("/products/:productId", () => import("./Product")),
  page("/products/:productId/edit", () => import("./EditProduct")),
];
