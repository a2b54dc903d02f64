import { mapping } from "./mapping/messages";
import { runs } from "./runs/messages";
import { sources } from "./sources/messages";

/** Texts of sources, of their mappings and of runs. */
export const imports = {
  en: { ...sources.en, ...mapping.en, ...runs.en },
  tr: { ...sources.tr, ...mapping.tr, ...runs.tr },
};
