import { firstPage } from "@/app/page";

export const ranking = [firstPage("/ranking", () => import("./Ranking"))];
