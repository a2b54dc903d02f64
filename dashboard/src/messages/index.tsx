// Every text of the dashboard, in English and Turkish; numbers, days and money follow the language.
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { IntlProvider, useIntl } from "react-intl";

import { account } from "@/pages/account/messages";
import { influencers } from "@/pages/influencers/messages";
import { overview } from "@/pages/overview/messages";
import { performance } from "@/pages/performance/messages";
import { attribution } from "@/pages/attribution/messages";
import { customers } from "@/pages/customers/messages";
import { products } from "@/pages/products/messages";
import { admin } from "@/pages/admin/messages";
import { imports } from "@/pages/imports/messages";
import { payments } from "@/pages/payments/messages";
import { campaigns } from "@/pages/campaigns/messages";
import { budgets } from "@/pages/budgets/messages";
import { expenses } from "@/pages/expenses/messages";
import { finance } from "@/pages/finance/messages";
import { termsEditor } from "@/pages/terms/editor-messages";
import { terms } from "@/pages/terms/messages";
import { profitability } from "@/pages/profitability/messages";
import { ranking } from "@/pages/ranking/messages";
import { reports } from "@/pages/reports/messages";

import { common } from "./common";

const en = {
  ...common.en,
  ...account.en,
  ...influencers.en,
  ...overview.en,
  ...performance.en,
  ...imports.en,
  ...admin.en,
  ...payments.en,
  ...campaigns.en,
  ...ranking.en,
  ...attribution.en,
  ...customers.en,
  ...products.en,
  ...reports.en,
  ...finance.en,
  ...terms.en,
  ...budgets.en,
  ...expenses.en,
  ...profitability.en,
  ...termsEditor.en,
};
const tr: Record<keyof typeof en, string> = {
  ...common.tr,
  ...account.tr,
  ...influencers.tr,
  ...overview.tr,
  ...performance.tr,
  ...imports.tr,
  ...admin.tr,
  ...payments.tr,
  ...campaigns.tr,
  ...ranking.tr,
  ...attribution.tr,
  ...customers.tr,
  ...products.tr,
  ...reports.tr,
  ...finance.tr,
  ...terms.tr,
  ...budgets.tr,
  ...expenses.tr,
  ...profitability.tr,
  ...termsEditor.tr,
};

export type MessageId = keyof typeof en;
export type Language = "en" | "tr";

export const LANGUAGES: Record<Language, string> = { en: "English", tr: "Türkçe" };
const TEXTS: Record<Language, Record<MessageId, string>> = { en, tr };
const KEPT_AS = "language";

const first = (): Language => {
  const kept = localStorage.getItem(KEPT_AS) ?? navigator.language.slice(0, 2);
  return kept === "tr" ? "tr" : "en";
};

const Choice = createContext<{ language: Language; choose: (language: Language) => void } | null>(null);

export const Texts = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState(first);
  const choose = useCallback((one: Language) => {
    localStorage.setItem(KEPT_AS, one);
    setLanguage(one);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <Choice value={choice}>
      <IntlProvider locale={language} messages={TEXTS[language]}>
        {children}
      </IntlProvider>
    </Choice>
  );
};

export const useLanguage = () => {
  const choice = use(Choice);
  if (!choice) throw new Error("useLanguage is used outside of Texts");
  return choice;
};

type Values = Record<string, string | number | Date | null | undefined>;
export type Say = (id: MessageId, values?: Values) => string;

/** Return the function that says a message in the language that was chosen. */
export const useText = (): Say => {
  const { formatMessage } = useIntl();
  return useCallback((id, values) => formatMessage({ id }, values), [formatMessage]);
};

/** Say a message whose id is put together at run time, as for a state; the id itself where there is none. */
export const useSay = (): ((id: string) => string) => {
  const { messages } = useIntl();
  return useCallback((id) => (typeof messages[id] === "string" ? messages[id] : id), [messages]);
};
