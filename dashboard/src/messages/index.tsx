// Every text of the dashboard, in English and Turkish; numbers, days and money follow the language.
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { IntlProvider, useIntl } from "react-intl";

import { core } from "./core";
import type { more } from "./more";

export type MessageId = keyof (typeof core)["en"] | keyof (typeof more)["en"];
export type Language = "en" | "tr";

export const LANGUAGES: Record<Language, string> = { en: "English", tr: "Türkçe" };
let texts: Record<Language, Record<string, string>> = core;
let fetched: Promise<void> | undefined;
const listeners = new Set<() => void>();
const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** Fetch the texts of the pages that are not shown first, once; where that fails the next page tries again. */
export const loadMore = (): Promise<void> =>
  (fetched ??= import("./more").then(
    ({ more: found }) => {
      texts = { en: { ...core.en, ...found.en }, tr: { ...core.tr, ...found.tr } };
      for (const tell of listeners) tell();
    },
    (failure: unknown) => {
      fetched = undefined;
      throw failure;
    },
  ));
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
  const known = useSyncExternalStore(listen, () => texts);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <Choice value={choice}>
      <IntlProvider locale={language} messages={known[language]}>
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

// ICU's own signs; most texts have none, and are said as they are without being parsed first.
const WANTS_READING = /[{}<'#]/;

/** Return the function that says a message in the language that was chosen. */
export const useText = (): Say => {
  const { formatMessage, messages } = useIntl();
  return useCallback(
    (id, values) => {
      const text = messages[id];
      return typeof text === "string" && !WANTS_READING.test(text) ? text : formatMessage({ id }, values);
    },
    [formatMessage, messages],
  );
};

/** Say a message whose id is put together at run time, as for a state; the id itself where there is none. */
export const useSay = (): ((id: string) => string) => {
  const { messages } = useIntl();
  return useCallback((id) => (typeof messages[id] === "string" ? messages[id] : id), [messages]);
};
