/** A name as it may be, made of one that is typed as people write names. */
export const slugOf = (typed: string): string =>
  typed
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
