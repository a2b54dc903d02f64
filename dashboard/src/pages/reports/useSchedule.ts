import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ } from "@/api/client";
import { useText } from "@/messages";
import { done, fieldErrors, tell } from "@/ui/forms";
import { useSaved, type Version } from "@/ui/undo";

import { SCHEDULES } from "./keys";
import type { bodyOf } from "./schedule";
import { useKey } from "./useKey";

type Body = ReturnType<typeof bodyOf>;

/** Make a schedule, or change one. */
export const useSchedule = (schedule_id: number | undefined, after: () => void) => {
  const say = useText();
  const queries = useQueryClient();
  const saved = useSaved();
  const keyOf = useKey();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSaving, setSaving] = useState(false);

  const again = () => queries.invalidateQueries({ queryKey: SCHEDULES });

  const change = async (schedule_id: number, body: Body, before: Body) => {
    const put = (one: Body, header: Version) => api.PATCH("/api/report-schedules/{schedule_id}", { body: one, params: { path: { schedule_id }, header } });
    saved(say("action.saved"), await put(body, LAST_READ), (version) => put(before, version).then(again));
  };

  const add = async (body: Body) => {
    await api.POST("/api/report-schedules", { body, params: keyOf(body) });
    done(say("action.saved"));
  };

  const save = async (body: Body, before: Body) => {
    setSaving(true);
    setErrors({});
    try {
      await (schedule_id === undefined ? add(body) : change(schedule_id, body, before));
      await again();
      after();
    } catch (error) {
      setErrors(fieldErrors(error));
      tell(error, say);
    }
    setSaving(false);
  };

  return { save, errors, isSaving };
};
