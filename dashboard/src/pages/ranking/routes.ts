import { page } from "@/app/page";

export const ranking = [page("/ranking", () => import("./Ranking"))];
