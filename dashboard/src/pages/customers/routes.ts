import { page } from "@/app/page";

export const customers = [
  page("/customers", () => import("./Customers")),
  page("/customers/new", () => import("./NewCustomer")),
  page("/customers/:customerId", () => import("./Customer")),
  page("/customers/:customerId/edit", () => import("./EditCustomer")),
];
