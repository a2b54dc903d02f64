// What is typed into the form of an account, and what is sent of it.
import type { Schema } from "@/api/client";

import { bare, grouped, slipIn } from "./iban";

export type Draft = { holder: string; kind: Schema["AccountKind"]; iban: string; other: string; bic: string; taxId: string };

const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/i;

/** Begin with what was shown in full; else with nothing, since nothing else is known here. */
export const draftOf = (full: Schema["PayoutAccountFull"] | null): Draft => ({
  holder: full?.account_holder ?? "",
  kind: full && full.iban === null ? "other" : "iban",
  iban: full?.iban ? grouped(full.iban) : "",
  other: full?.other_account ?? "",
  bic: full?.bic ?? "",
  taxId: full?.tax_id ?? "",
});

export const isBicWrong = (bic: string): boolean => bic.trim() !== "" && !BIC.test(bic.trim());

export const isComplete = (draft: Draft): boolean => {
  const hasNumber = draft.kind === "iban" ? bare(draft.iban) !== "" && slipIn(draft.iban) === null : draft.other.trim() !== "";
  return draft.holder.trim() !== "" && hasNumber && !isBicWrong(draft.bic);
};

/** An account has either an IBAN or the number of another account; what is empty is taken away. */
export const bodyOf = (draft: Draft): Schema["PayoutAccountIn"] => ({
  account_holder: draft.holder.trim(),
  ...(draft.kind === "iban" ? { iban: bare(draft.iban) } : { other_account: draft.other.trim() }),
  bic: draft.bic.trim() || null,
  tax_id: draft.taxId.trim() || null,
});
