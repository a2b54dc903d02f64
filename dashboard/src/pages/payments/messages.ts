import { accounts } from "./texts/accounts";
import { batches } from "./texts/batches";
import { lines } from "./texts/lines";
import { list } from "./texts/list";
import { payables } from "./texts/payables";
import { statement } from "./texts/statement";
import { steps } from "./texts/steps";

export const payments = {
  en: { ...accounts.en, ...batches.en, ...lines.en, ...list.en, ...payables.en, ...statement.en, ...steps.en },
  tr: { ...accounts.tr, ...batches.tr, ...lines.tr, ...list.tr, ...payables.tr, ...statement.tr, ...steps.tr },
};
