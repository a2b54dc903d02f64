import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { useFormats } from "@/ui/formats";

/** How a day, week or month is written; names of anything else stay as they are. */
export const usePart = (by: Schema["OverviewBy"]): ((name: string) => string) => {
  const formats = useFormats();
  const { language } = useLanguage();
  return useMemo(() => {
    const months = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
    if (by === "month") return (name: string) => months.format(new Date(`${name}T00:00:00Z`));
    return by === "day" || by === "week" ? formats.day : (name: string) => name;
  }, [by, formats, language]);
};

/** What the parts are, as a word within a sentence. */
export const useKind = (by: Schema["OverviewBy"]): string => {
  const say = useText();
  const { language } = useLanguage();
  return say(`finance.by.${by}`).toLocaleLowerCase(language);
};
