import type { Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";

import { choiceOf, timeOf, weekdayList } from "./schedule";

/** A source's schedule in words; what no schedule means depends on its kind. */
export const useScheduleWords = (): ((source: Pick<Schema["SourceOut"], "kind" | "schedule">) => string) => {
  const say = useText();
  const { language } = useLanguage();
  return ({ kind, schedule }) => {
    const choice = choiceOf(schedule);
    switch (choice.kind) {
      case "never":
        return say(`imports.schedule.never.${kind}`);
      case "minutes":
        return say("imports.schedule.minutes.words", { every: choice.every });
      case "hourly":
        return say("imports.schedule.hourly.words", { minute: choice.minute });
      case "daily":
        return say("imports.schedule.daily.words", { time: timeOf(choice) });
      case "weekly":
        return say("imports.schedule.weekly.words", { days: weekdayList(choice.days, language), time: timeOf(choice) });
      case "monthly":
        return say("imports.schedule.monthly.words", { day: choice.day, time: timeOf(choice) });
      default:
        return say("imports.schedule.own.words", { expression: choice.expression });
    }
  };
};
