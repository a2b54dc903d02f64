/** A country by its code in the language that was chosen; the API's name where the browser knows none. */
export const countryName = (code: string, known: string | null, language: string): string => {
  const name = new Intl.DisplayNames(language, { type: "region", fallback: "none" }).of(code);
  return name ?? known ?? code;
};
