import { page } from "@/app/page";

export const admin = [
  page("/admin", () => import("./users/Users")),
  page("/admin/users/:userId", () => import("./users/User")),
  page("/admin/roles", () => import("./roles/Roles")),
  page("/admin/audit", () => import("./audit/Audit")),
  page("/admin/quality", () => import("./health/Quality")),
  page("/admin/books", () => import("./health/Books")),
  page("/admin/system", () => import("./health/System")),
];
