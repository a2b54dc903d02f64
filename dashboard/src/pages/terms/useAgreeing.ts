import { useState } from "react";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { moneyOf } from "@/pages/finance/amounts";
import { useKeys } from "@/pages/finance/keys";

import type { TermDetail } from "./data";
import { rulesOf, type TermsDraft } from "./draft";
import { NONE, refusalsOf } from "./refusals";

const OVER_BUDGET = "over_budget";

/** Agreeing to a draft: what was refused, whether a reason is wanted, and what came of it. */
export const useAgreeing = (campaign_id: number, influencer_id: number) => {
  const keyOf = useKeys();
  const [refusals, setRefusals] = useState(NONE);
  const [needsReason, setNeedsReason] = useState(false);
  const [agreed, setAgreed] = useState<TermDetail | null>(null);
  const [isBusy, setBusy] = useState(false);

  const agree = async (draft: TermsDraft) => {
    const body = {
      campaign_id,
      influencer_id,
      rules: rulesOf(draft),
      holding_days: draft.holding_days,
      minimum_payout: moneyOf(draft.minimum_payout) || "0",
      valid_from: draft.valid_from,
      note: draft.note.trim() || null,
      override_reason: needsReason ? draft.override_reason.trim() || null : null,
    };
    setBusy(true);
    try {
      const { data } = await api.POST("/api/terms", { params: { header: keyOf(body) }, body });
      if (data) setAgreed(data);
    } catch (error) {
      const isOver = asProblem(error).code === OVER_BUDGET;
      // The field for the reason says what is wrong and what to do.
      setRefusals(isOver ? NONE : refusalsOf(error));
      if (isOver) setNeedsReason(true);
    } finally {
      setBusy(false);
    }
  };

  return { agree, isBusy, agreed, needsReason, refusals, setRefusals };
};
