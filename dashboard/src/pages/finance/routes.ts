import { page } from "@/app/page";

export const finance = [page("/finance", () => import("./Finance"))];
