import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { confirm, done, fieldErrors, tell, wordsOf } from "@/ui/forms";
import { useSaved, type Version } from "@/ui/undo";

import { DEFINITIONS } from "./keys";
import type { Kind } from "./kinds";
import { useKey } from "./useKey";
import type { Values } from "./values";

export type Draft = { name: string; values: Values; charts: readonly string[] };
type After = { leave: (to: string) => void; kept: (draft: Draft) => void; undone: (before: Draft, after: Draft) => void };

const LIST = "/reports/custom";
const NAME_TAKEN = "report_definition_name_taken";

/** What is sent of a draft; all charts chosen means those that fit, also those that are added later. */
const bodyOf = ({ name, values, charts }: Draft, kind: Kind) => ({
  name: name.trim(),
  question: { ...values },
  charts: charts.length === kind.charts.length ? null : [...charts],
});

/** Save, change and delete a question of one's own. */
export const useDefinition = (kind: Kind, definition_id: number | undefined, { leave, kept, undone }: After) => {
  const say = useText();
  const queries = useQueryClient();
  const saved = useSaved();
  const keyOf = useKey();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [isSaving, setSaving] = useState(false);

  const again = () => queries.invalidateQueries({ queryKey: DEFINITIONS });

  const add = async (draft: Draft) => {
    const body = bodyOf(draft, kind);
    await api.POST("/api/report-definitions", { body, params: keyOf(body) });
    done(say("action.saved"));
    leave(LIST);
  };

  const change = async (definition_id: number, draft: Draft, before: Draft) => {
    const put = (one: Draft, header: Version) => api.PATCH("/api/report-definitions/{definition_id}", { body: bodyOf(one, kind), params: { path: { definition_id }, header } });
    const answer = await put(draft, LAST_READ);
    kept(draft);
    saved(say("action.saved"), answer, async (version) => {
      await put(before, version);
      undone(before, draft);
      await again();
    });
  };

  const save = async (draft: Draft, before: Draft) => {
    setSaving(true);
    setErrors({});
    try {
      await (definition_id === undefined ? add(draft) : change(definition_id, draft, before));
      await again();
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
          void again();
          leave(LIST);
        },
      },
      say,
    );

  return { save, remove, errors, isSaving };
};
