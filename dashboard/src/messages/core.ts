// Texts of what is shown first: signing in, the overview, the ranking, and what all pages share.
import { account } from "@/pages/account/messages";
import { overview } from "@/pages/overview/messages";
import { performance } from "@/pages/performance/messages";
import { ranking } from "@/pages/ranking/messages";

import { common } from "./common";

const en = {
  ...common.en,
  ...account.en,
  ...overview.en,
  ...performance.en,
  ...ranking.en,
};
const tr: Record<keyof typeof en, string> = {
  ...common.tr,
  ...account.tr,
  ...overview.tr,
  ...performance.tr,
  ...ranking.tr,
};

export const core = { en, tr };
