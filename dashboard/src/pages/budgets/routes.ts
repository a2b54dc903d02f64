import { page } from "@/app/page";

export const budgets = [
  page("/finance/budgets", () => import("./Budgets")),
  page("/finance/budgets/:campaignId", () => import("./Budget")),
  page("/finance/budgets/:campaignId/edit", () => import("./EditBudget")),
];
