// Periods as the API reckons them (shared/analytics/windows.py): business days, both ends included. Pure.
import type { Filters, WindowSlug } from "@/ui/filters";

export type Period = { from: string; to: string };
export type Unit = "day" | "week" | "month";

const DAY = 24 * 60 * 60 * 1000;
const LENGTHS: Record<Exclude<WindowSlug, "all">, number> = { "30d": 30, "90d": 90, "365d": 365 };
const MOST_CHECKED = 366;
const MOST_DAYS = 120;
const MOST_WEEKS = 400;

const dayAt = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const textOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** The days that filters mean on the business day `today`; null for all time, which has no beginning. */
export const periodOf = ({ window = "90d", from, to }: Filters, today: string): Period | null => {
  if (from && to) return { from, to };
  if (window === "all") return null;
  return { from: textOf(dayAt(today) - (LENGTHS[window] - 1) * DAY), to: today };
};

export const daysOf = ({ from, to }: Period): number => (dayAt(to) - dayAt(from)) / DAY + 1;

/** The period that one is compared with: as long and right before, or the same days a year before. */
export const periodBefore = (period: Period, compare: "previous" | "last_year"): Period => {
  if (compare === "last_year") return { from: yearBefore(period.from), to: yearBefore(period.to) };
  const reach = daysOf(period) * DAY;
  return { from: textOf(dayAt(period.from) - reach), to: textOf(dayAt(period.to) - reach) };
};

// 29 February becomes 28.
const yearBefore = (day: string): string => {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, "0");
  return day.endsWith("-02-29") ? `${year}-02-28` : `${year}${day.slice(4)}`;
};

/** What of a period the checks of the data look at: its last 366 days at most, as the API refuses more. */
export const checkedOf = (filters: Filters, today: string): { days: Period; isCut: boolean } => {
  const period = periodOf(filters, today) ?? { from: "0000-01-01", to: today };
  const earliest = textOf(dayAt(period.to) - (MOST_CHECKED - 1) * DAY);
  const isCut = period.from < earliest;
  return { days: isCut ? { from: earliest, to: period.to } : period, isCut };
};

/** The unit in which a period is drawn: neither a handful of points nor hundreds. */
export const unitOf = (period: Period | null): Unit => {
  const days = period ? daysOf(period) : Infinity;
  if (days <= MOST_DAYS) return "day";
  return days <= MOST_WEEKS ? "week" : "month";
};
