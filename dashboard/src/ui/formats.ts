// Numbers as a person of the chosen language writes them. Money comes as text with two decimals and stays exact.
import { useLanguage } from "@/messages";

export type Unit = "count" | "money" | "ratio" | "multiple" | "rating" | "number";
export type Value = string | number | null | undefined;

const NONE = "–";
const NEARLY_SURE = 0.999;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days are written as fields take them, the day first and the month as a word, so that nobody has to guess which is which. */
const dayLanguage = (language: string): string => (language === "en" ? "en-GB" : language);

export const formatsOf = (language: string, currency: string) => {
  const money = new Intl.NumberFormat(language, { style: "currency", currency });
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  // A small share is not none.
  const tiny = new Intl.NumberFormat(language, { style: "percent", maximumSignificantDigits: 2 });
  // Thousands of per cent are not known to a tenth.
  const large = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  // Agreed rates have up to six decimals as shares and amounts; none of them is lost.
  const fineShare = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 4 });
  const fineMoney = new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 6 });
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(dayLanguage(language), { dateStyle: "medium", timeZone: "UTC" });
  const instants = new Intl.DateTimeFormat(dayLanguage(language), { dateStyle: "medium", timeStyle: "short" });
  const known = (value: Value, format: (one: number) => string): string =>
    value === null || value === undefined || value === "" ? NONE : format(Number(value));
  const shareOf = (one: number) => (Math.abs(one) >= 10 ? large : one !== 0 && Math.abs(one) < 0.0005 ? tiny : share);
  const by: Record<Unit, (value: Value) => string> = {
    count: (value) => known(value, count.format),
    // A string goes to Intl as it is, so that no cent is lost on the way through a double.
    money: (value) => (typeof value === "string" && value ? money.format(value as Intl.StringNumericLiteral) : known(value, money.format)),
    ratio: (value) => known(value, (one) => shareOf(one).format(one)),
    multiple: (value) => known(value, decimal.format),
    rating: (value) => known(value, decimal.format),
    number: (value) => known(value, decimal.format),
  };
  return {
    ...by,
    unit: (unit: string, value: Value) => (unit in by ? by[unit as Unit](value) : by.number(value)),
    rateOfRevenue: (value: Value) => known(value, fineShare.format),
    rateOfCount: (value: Value) => known(value, fineMoney.format),
    /** A probability of what is to come: never 0 % and never 100 %, since nothing to come is certain. */
    chance: (value: Value) =>
      known(value, (one) => {
        if (one > NEARLY_SURE) return `> ${share.format(NEARLY_SURE)}`;
        return one < 1 - NEARLY_SURE ? `< ${share.format(1 - NEARLY_SURE)}` : share.format(one);
      }),
    short: (value: Value) => known(value, short.format),
    day: (value: string | null | undefined) => {
      const parts = value ? DAY.exec(value) : null;
      return parts ? days.format(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))) : NONE;
    },
    instant: (value: string | null | undefined) => (value ? instants.format(new Date(value)) : NONE),
  };
};

export type Formats = ReturnType<typeof formatsOf>;

/** The currency of the deployment; GET metrics tells it. */
let currency = "EUR";
export const setCurrency = (code: string): void => {
  currency = code;
};

const made = new Map<string, Formats>();

/** The formats of a language and currency, made once: every cell of a table asks, and a formatter is dear to make. */
const sharedFormats = (language: string): Formats => {
  const key = `${language} ${currency}`;
  const known = made.get(key) ?? formatsOf(language, currency);
  made.set(key, known);
  return known;
};

export const useFormats = (): Formats => sharedFormats(useLanguage().language);
