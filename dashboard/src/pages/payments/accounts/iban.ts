// Slips in an IBAN are found while it is typed. The lengths by country are the API's to know.

export type Slip = "form" | "digits";

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const MODULUS = 97;
const LETTERS_FROM = 10;
const FIRST_LETTER = "A".charCodeAt(0);

export const bare = (written: string): string => written.replace(/\s+/g, "").toUpperCase();

/** In groups of four, as it stands on paper. */
export const grouped = (number: string): string => bare(number).replace(/(.{4})(?=.)/g, "$1 ");

const valueOf = (char: string): string => (/\d/.test(char) ? char : String(char.charCodeAt(0) - FIRST_LETTER + LETTERS_FROM));

/** ISO/IEC 7064, MOD 97-10: the first four characters last, letters as 10 to 35; right where 1 is left. */
const remainder = (number: string): number => {
  const digits = [...number.slice(4), ...number.slice(0, 4)].map(valueOf).join("");
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % MODULUS, 0);
};

/** What is wrong with it; null where nothing is, or nothing is there. */
export const slipIn = (written: string): Slip | null => {
  const number = bare(written);
  if (number === "") return null;
  if (!IBAN.test(number)) return "form";
  return remainder(number) === 1 ? null : "digits";
};
