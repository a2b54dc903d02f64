import { page } from "@/app/page";

export const overview = [page("/", () => import("./Overview"))];
