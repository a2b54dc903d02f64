// Texts of all other pages: a script of its own, fetched beside the first of them.
import { admin } from "@/pages/admin/messages";
import { attribution } from "@/pages/attribution/messages";
import { budgets } from "@/pages/budgets/messages";
import { campaigns } from "@/pages/campaigns/messages";
import { customers } from "@/pages/customers/messages";
import { expenses } from "@/pages/expenses/messages";
import { finance } from "@/pages/finance/messages";
import { imports } from "@/pages/imports/messages";
import { influencers } from "@/pages/influencers/messages";
import { payments } from "@/pages/payments/messages";
import { products } from "@/pages/products/messages";
import { profitability } from "@/pages/profitability/messages";
import { reports } from "@/pages/reports/messages";
import { terms } from "@/pages/terms/messages";
import { termsEditor } from "@/pages/terms/editor-messages";

const en = {
  ...admin.en,
  ...attribution.en,
  ...budgets.en,
  ...campaigns.en,
  ...customers.en,
  ...expenses.en,
  ...finance.en,
  ...imports.en,
  ...influencers.en,
  ...payments.en,
  ...products.en,
  ...profitability.en,
  ...reports.en,
  ...terms.en,
  ...termsEditor.en,
};
const tr: Record<keyof typeof en, string> = {
  ...admin.tr,
  ...attribution.tr,
  ...budgets.tr,
  ...campaigns.tr,
  ...customers.tr,
  ...expenses.tr,
  ...finance.tr,
  ...imports.tr,
  ...influencers.tr,
  ...payments.tr,
  ...products.tr,
  ...profitability.tr,
  ...reports.tr,
  ...terms.tr,
  ...termsEditor.tr,
};

export const more = { en, tr };
