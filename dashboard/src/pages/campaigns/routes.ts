import { page } from "@/app/page";

export const campaigns = [
  page("/campaigns", () => import("./Campaigns")),
  page("/campaigns/new", () => import("./NewCampaign")),
  page("/campaigns/:campaignId", () => import("./Campaign")),
  page("/campaigns/:campaignId/edit", () => import("./EditCampaign")),
];
