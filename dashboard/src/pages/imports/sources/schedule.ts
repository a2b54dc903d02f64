// Schedules are NCRONTAB in UTC, as Azure's timers have them; people choose among the usual ones and read words.
export type Choice =
  | { kind: "never" }
  | { kind: "minutes"; every: number }
  | { kind: "hourly"; minute: number }
  | { kind: "daily"; hour: number; minute: number }
  | { kind: "weekly"; days: number[]; hour: number; minute: number }
  | { kind: "monthly"; day: number; hour: number; minute: number }
  | { kind: "own"; expression: string };

export const KINDS = ["never", "minutes", "hourly", "daily", "weekly", "monthly", "own"] as const;
export const BEGINNINGS: Record<(typeof KINDS)[number], Choice> = {
  never: { kind: "never" },
  minutes: { kind: "minutes", every: 15 },
  hourly: { kind: "hourly", minute: 0 },
  daily: { kind: "daily", hour: 3, minute: 0 },
  weekly: { kind: "weekly", days: [1], hour: 3, minute: 0 },
  monthly: { kind: "monthly", day: 1, hour: 3, minute: 0 },
  own: { kind: "own", expression: "0 0 3 * * *" },
};

const NUMBER = /^\d+$/;
const STEP = /^\*\/(\d+)$/;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

export const expressionOf = (choice: Choice): string | null => {
  switch (choice.kind) {
    case "never":
      return null;
    case "minutes":
      return `0 */${choice.every} * * * *`;
    case "hourly":
      return `0 ${choice.minute} * * * *`;
    case "daily":
      return `0 ${choice.minute} ${choice.hour} * * *`;
    case "weekly":
      return `0 ${choice.minute} ${choice.hour} * * ${choice.days.toSorted((a, b) => a - b).join(",")}`;
    case "monthly":
      return `0 ${choice.minute} ${choice.hour} ${choice.day} * *`;
    default:
      return choice.expression;
  }
};

/** Days of a field such as 1-5, mon,wed or 0; null where it is something else. */
const weekdays = (field: string): number[] | null => {
  const days: number[] = [];
  for (const part of field.toLowerCase().split(",")) {
    const [first, last = first] = part.split("-").map((one) => (NUMBER.test(one) ? Number(one) : WEEKDAYS.indexOf(one)));
    if (first === undefined || last === undefined || first < 0 || first > last || last > 6) return null;
    for (let day = first; day <= last; day += 1) days.push(day);
  }
  return days;
};

/** What was chosen, from what is stored; what is none of the usual ones is an expression of one's own. */
export const choiceOf = (expression: string | null): Choice => {
  if (expression === null) return { kind: "never" };
  const own: Choice = { kind: "own", expression };
  const [second, minute = "", hour = "", day = "", month, weekday = "", ...more] = expression.trim().split(/\s+/);
  if (second !== "0" || month !== "*" || weekday === "" || more.length > 0) return own;
  const step = STEP.exec(minute);
  const everyDay = day === "*" && weekday === "*";
  if (step && hour === "*" && everyDay) return { kind: "minutes", every: Number(step[1]) };
  if (!NUMBER.test(minute)) return own;
  if (hour === "*" && everyDay) return { kind: "hourly", minute: Number(minute) };
  if (!NUMBER.test(hour)) return own;
  const at = { hour: Number(hour), minute: Number(minute) };
  if (everyDay) return { kind: "daily", ...at };
  if (NUMBER.test(day) && weekday === "*") return { kind: "monthly", day: Number(day), ...at };
  const days = day === "*" ? weekdays(weekday) : null;
  return days ? { kind: "weekly", days, ...at } : own;
};

const two = (part: number): string => String(part).padStart(2, "0");
export const timeOf = (choice: { hour: number; minute: number }): string => `${two(choice.hour)}:${two(choice.minute)}`;

/** The name of a weekday, Sunday being 0. */
export const weekdayName = (day: number, language: string, style: "long" | "short" = "long"): string =>
  new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" }).format(Date.UTC(2023, 0, 1 + day));

export const weekdayList = (days: readonly number[], language: string): string =>
  new Intl.ListFormat(language).format(days.map((day) => weekdayName(day, language)));
