import { page } from "@/app/page";

export const influencers = [
  page("/influencers", () => import("./Influencers")),
  page("/influencers/new", () => import("./Create")),
  page("/influencers/:influencerId", () => import("./Profile")),
  page("/influencers/:influencerId/edit", () => import("./Edit")),
];
