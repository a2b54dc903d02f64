import "dayjs/locale/tr";

import { DatesProvider } from "@mantine/dates";
import type { ReactNode } from "react";

import { useLanguage } from "@/messages";

/** Calendars in the language that was chosen; weeks begin on Monday, as in the API. */
export const Dates = ({ children }: { children: ReactNode }) => {
  const { language } = useLanguage();
  return <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>{children}</DatesProvider>;
};
