import { page } from "@/app/page";

export const attribution = [page("/attribution", () => import("./Attribution"))];
