// Amounts and rates as people write them, and as the API wants them: texts, moved by digits and never through a double.

/** "1.234,50", "1,234.50" or "1234,5" as "1234.50"-like text; what is no number stays as it is and is refused by the API. */
export const plain = (typed: string): string => {
  const text = typed.replace(/[\s\u00a0]/g, "");
  const mark = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  if (mark < 0) return text;
  const marks = text.match(/[.,]/g) ?? [];
  const isGrouped = marks.length > 1 && new Set(marks).size === 1;
  if (isGrouped) return text.replace(/[.,]/g, "");
  return `${text.slice(0, mark).replace(/[.,]/g, "")}.${text.slice(mark + 1)}`;
};

// A currency's sign or letters before or behind, and what some put between thousands, as copied from a bank or a sheet.
const CURRENCY = /^(?:\p{Sc}|[a-z]{3}|tl)|(?:\p{Sc}|[a-z]{3}|tl)$/giu;
const BETWEEN = /[\s\u00a0\u202f\u2009'’]/g;
// Money has two decimals at most: three digits behind a single mark are thousands, whichever mark it is.
const THOUSANDS = /^-?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;
const DECIMALS = /^-?(?:\d+|[1-9]\d{0,2}(?:([.,])\d{2,3})*(?!\1)(?=[.,]))(?:[.,]\d*)?$/;

/** Money as people write or paste it ("5,000", "5.000,5", "€ 1 234.50"), as the API wants it; what is none stays as it is and is refused. */
export const moneyOf = (typed: string): string => {
  const text = typed.replace(BETWEEN, "").replace(CURRENCY, "");
  if (THOUSANDS.test(text)) return text.replace(/[.,]/g, "");
  return DECIMALS.test(text) ? plain(text).replace(/\.$/, "") : typed.trim();
};

/** A text's number moved by places to the right (or, below zero, to the left). */
const moved = (number: string, places: number): string => {
  const [whole = "", part = ""] = number.split(".");
  if (!/^\d*$/.test(whole + part) || whole + part === "") return number;
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = point <= 0 ? 1 : point;
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at).replace(/0+$/, "");
  return right ? `${left}.${right}` : left;
};

/** "8.5" (per cent) as the share "0.085". */
export const shareOf = (percent: string): string => moved(plain(percent), -2);

/** The share "0.085" as "8.5" (per cent). */
export const percentOf = (share: string): string => moved(share, 2);

const CENTS = 100n;

/** Whole cents of an amount; null where the text is none. */
export const centsOf = (amount: string): bigint | null => {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(moneyOf(amount));
  if (!parts) return null;
  const cents = BigInt(parts[2] ?? "0") * CENTS + BigInt((parts[3] ?? "").padEnd(2, "0"));
  return parts[1] ? -cents : cents;
};

/** An amount of whole cents as the API writes it. */
export const amountOf = (cents: bigint): string => {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "-" : ""}${size / CENTS}.${String(size % CENTS).padStart(2, "0")}`;
};

/** The sum of amounts, to the cent; what is no amount counts as nothing. */
export const sumOf = (amounts: readonly string[]): string => amountOf(amounts.reduce((sum, one) => sum + (centsOf(one) ?? 0n), 0n));
