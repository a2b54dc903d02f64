import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { confirm, done, fieldErrors, tell, wordsOf } from "@/ui/forms";

import { DEFINITIONS } from "./keys";
import type { Kind } from "./kinds";
import { useKey } from "./useKey";
import type { Values } from "./values";

export type Draft = { name: string; values: Values; charts: readonly string[] };
type After = { leave: (to: string) => void; kept: (draft: Draft) => void };

const LIST = "/reports/custom";
const NAME_TAKEN = "report_definition_name_taken";

/** What is sent of a draft; all charts chosen means those that fit, also those that are added later. */
const bodyOf = ({ name, values, charts }: Draft, kind: Kind) => ({
  name: name.trim(),
  question: { ...values },
  charts: charts.length === kind.charts.length ? null : [...charts],
});

/** Save, change and delete a question of one's own. */
export const useDefinition = (kind: Kind, definition_id: number | undefined, { leave, kept }: After) => {
  const say = useText();
  const queries = useQueryClient();
  const keyOf = useKey();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSaving, setSaving] = useState(false);

  const write = async (draft: Draft) => {
    const body = bodyOf(draft, kind);
    if (definition_id === undefined) {
      await api.POST("/api/report-definitions", { body, params: keyOf(body) });
      leave(LIST);
    } else {
      await api.PATCH("/api/report-definitions/{definition_id}", { body, params: { path: { definition_id }, header: LAST_READ } });
      kept(draft);
    }
  };

  const save = async (draft: Draft) => {
    setSaving(true);
    setErrors({});
    try {
      await write(draft);
      done(say("action.saved"));
      await queries.invalidateQueries({ queryKey: DEFINITIONS });
    } catch (error) {
      const problem = asProblem(error);
      setErrors(problem.code === NAME_TAKEN ? { name: wordsOf(problem, say) } : fieldErrors(error));
      if (problem.code !== NAME_TAKEN) tell(error, say);
    }
    setSaving(false);
  };

  const remove = (name: string) =>
    definition_id !== undefined &&
    confirm(
      {
        title: say("reports.custom.delete"),
        text: say("reports.custom.delete.ask", { name }),
        label: say("action.delete"),
        isDangerous: true,
        deed: () => api.DELETE("/api/report-definitions/{definition_id}", { params: { path: { definition_id } } }),
        after: () => {
          void queries.invalidateQueries({ queryKey: DEFINITIONS });
          leave(LIST);
        },
      },
      say,
    );

  return { save, remove, errors, isSaving };
};
