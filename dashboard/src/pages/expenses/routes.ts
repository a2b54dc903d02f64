import { page } from "@/app/page";

export const expenses = [
  page("/finance/expenses", () => import("./Expenses")),
  page("/finance/expenses/new", () => import("./NewExpense")),
  page("/finance/expenses/:expenseId", () => import("./Expense")),
  page("/finance/expenses/:expenseId/edit", () => import("./EditExpense")),
];
