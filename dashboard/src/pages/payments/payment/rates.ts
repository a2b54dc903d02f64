// How the base and the rate of a line are written. Pure.
import type { Line } from "../data";

const MOST_PLACES = 6;

export const ratesOf = (language: string, currency: string) => {
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: MOST_PLACES - 2 });
  const each = new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: MOST_PLACES });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: MOST_PLACES });
  const exact = (text: string) => text as Intl.StringNumericLiteral;
  return {
    /** A share in per cent; money per click or order with all its places; null for a fixed fee. */
    rate: ({ basis, rate }: Pick<Line, "basis" | "rate">): string | null => (rate === null ? null : (basis === "revenue_share" ? share : each).format(exact(rate))),
    /** Revenue as money, clicks and orders as numbers (shared orders have parts). */
    base: ({ basis, base }: Pick<Line, "basis" | "base">): string => (basis === "revenue_share" ? each : number).format(exact(base)),
  };
};
