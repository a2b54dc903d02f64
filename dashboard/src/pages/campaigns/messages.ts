import { audience } from "./texts/audience";
import { pacing } from "./texts/pacing";
import { plan } from "./texts/plan";
import { recommend } from "./texts/recommend";
import { success } from "./texts/success";

export const campaigns = {
  en: { ...plan.en, ...success.en, ...pacing.en, ...audience.en, ...recommend.en },
  tr: { ...plan.tr, ...success.tr, ...pacing.tr, ...audience.tr, ...recommend.tr },
};
