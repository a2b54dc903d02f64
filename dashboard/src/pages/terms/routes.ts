import { page } from "@/app/page";

export const terms = [
  page("/finance/terms", () => import("./Terms")),
  page("/finance/terms/new", () => import("./NewTerms")),
  page("/finance/terms/:termId", () => import("./Term")),
];
