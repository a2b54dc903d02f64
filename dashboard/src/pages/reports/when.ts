// When something comes round, in words of the language. Pure.
import type { Schema } from "@/api/client";

type Times = Pick<Schema["ScheduleOut"], "frequency" | "weekday" | "month_day" | "at">;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// 2024 began on a Monday.
const MONDAY = Date.UTC(2024, 0, 1);

/** How far away a moment is: "in 6 days", "3 hours ago". */
export const away = (language: string, then: Date, now: Date): string => {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const distance = then.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size >= DAY) return words.format(Math.round(distance / DAY), "day");
  if (size >= HOUR) return words.format(Math.round(distance / HOUR), "hour");
  return words.format(Math.round(distance / MINUTE), "minute");
};

/** The name of a weekday; 1 is Monday. */
export const weekdayName = (language: string, weekday: number): string =>
  new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(MONDAY + (weekday - 1) * DAY);

/** The month that begins on a day: "Aug 2026". */
export const monthName = (language: string, first: string): string =>
  new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${first}T00:00:00Z`));

/** "07:30" as the language writes the time of day. */
export const timeOfDay = (language: string, at: string): string => {
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  return new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1, hours, minutes));
};

type Say = (id: "reports.when.daily" | "reports.when.weekly" | "reports.when.monthly" | "reports.when.monthEnd", values: Record<string, string | number>) => string;

/** Turkish writes weekdays small unless they belong to a date. */
const inSentence = (name: string, language: string): string => (language === "tr" ? name.toLocaleLowerCase(language) : name);

/** The months end on different days: from the 29th on it is the last day of a short one. */
const IN_EVERY_MONTH = 28;

/** "Every Monday at 07:30" */
export const whenWords = ({ frequency, weekday, month_day, at }: Times, language: string, say: Say): string => {
  const time = timeOfDay(language, at);
  if (frequency === "weekly") return say("reports.when.weekly", { weekday: inSentence(weekdayName(language, weekday ?? 1), language), time });
  if (frequency === "daily") return say("reports.when.daily", { time });
  const day = month_day ?? 1;
  return say(day > IN_EVERY_MONTH ? "reports.when.monthEnd" : "reports.when.monthly", { day, time });
};
