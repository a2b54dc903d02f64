import { firstPage } from "@/app/page";

export const overview = [firstPage("/", () => import("./Overview"))];
