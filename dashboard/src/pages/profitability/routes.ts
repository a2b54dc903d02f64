import { page } from "@/app/page";

export const profitability = [page("/finance/profitability", () => import("./Profitability"))];
