// Amounts and days as forms and tables need them. Pure.
import { moneyOf } from "@/pages/finance/amounts";

const TYPED = /^(\d{1,10})(?:[.,](\d{1,2}))?$/;

/** A price as typed, with a point or a comma, as the API wants it; undefined where it is none. */
export const toMoney = (typed: string): string | undefined => {
  const parts = TYPED.exec(moneyOf(typed));
  return parts ? `${parts[1]}${parts[2] ? `.${parts[2].padEnd(2, "0")}` : ""}` : undefined;
};

/** Exactly quantity × price, in cents all the way. */
export const lineTotal = (unitPrice: string, quantity: number | null): string | null => {
  if (quantity === null) return null;
  const cents = BigInt(unitPrice.replace(".", "")) * BigInt(quantity);
  const text = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
};

export const STEPS = ["day", "week", "month"] as const;
export type Step = (typeof STEPS)[number];
const DAY = 86_400_000;
const MOST_DAYS = 45;
const MOST_WEEKS = 400;

/** Bars as wide as the window wants them: days, weeks, or months. */
export const stepOf = ({ window, from, to }: { window?: string; from?: string; to?: string }): Step => {
  const days = from && to ? (Date.parse(to) - Date.parse(from)) / DAY + 1 : { "30d": 30, "90d": 90, "365d": 365 }[window ?? "90d"];
  if (days === undefined) return "month";
  return days <= MOST_DAYS ? "day" : days <= MOST_WEEKS ? "week" : "month";
};

const next = (day: string, step: Step): string => {
  const date = new Date(`${day}T00:00:00Z`);
  if (step === "month") date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCDate(date.getUTCDate() + (step === "week" ? 7 : 1));
  return date.toISOString().slice(0, 10);
};

/** All steps from the first to the last of `days`; those without sales are not left out of a chart. */
export const between = (days: readonly string[], step: Step): string[] => {
  const [first, last] = [days[0], days.at(-1)];
  const all: string[] = [];
  if (!first || !last) return all;
  for (let day = first; day <= last; day = next(day, step)) all.push(day);
  return all;
};
