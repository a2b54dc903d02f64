import { productTexts } from "./productTexts";
import { purchaseTexts } from "./purchaseTexts";
import { saleTexts } from "./saleTexts";

export const products = {
  en: { ...productTexts.en, ...saleTexts.en, ...purchaseTexts.en },
  tr: { ...productTexts.tr, ...saleTexts.tr, ...purchaseTexts.tr },
};
