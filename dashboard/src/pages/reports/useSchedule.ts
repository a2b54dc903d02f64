import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ } from "@/api/client";
import { useText } from "@/messages";
import { done, fieldErrors, tell } from "@/ui/forms";

import { SCHEDULES } from "./keys";
import type { Kind } from "./kinds";
import { bodyOf, type Draft } from "./schedule";
import { useKey } from "./useKey";

/** Make a schedule, or change one. */
export const useSchedule = (schedule_id: number | undefined, after: () => void) => {
  const say = useText();
  const queries = useQueryClient();
  const keyOf = useKey();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSaving, setSaving] = useState(false);

  const save = async (draft: Draft, kind: Kind) => {
    const body = bodyOf(draft, kind);
    setSaving(true);
    setErrors({});
    try {
      if (schedule_id === undefined) await api.POST("/api/report-schedules", { body, params: keyOf(body) });
      else await api.PATCH("/api/report-schedules/{schedule_id}", { body, params: { path: { schedule_id }, header: LAST_READ } });
      done(say("action.saved"));
      await queries.invalidateQueries({ queryKey: SCHEDULES });
      after();
    } catch (error) {
      setErrors(fieldErrors(error));
      tell(error, say);
    }
    setSaving(false);
  };

  return { save, errors, isSaving };
};
