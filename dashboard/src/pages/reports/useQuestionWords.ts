import { useCallback } from "react";

import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";

import { questionOf } from "./question";
import { useNamed } from "./useOptions";
import { valuesOf } from "./values";

/** A saved question in words: "Net revenue, Orders by category and month". */
export const useQuestionWords = () => {
  const say = useText();
  const named = useNamed();
  const metricOf = useCatalogue();
  return useCallback(
    (question: Readonly<Record<string, unknown>>): string => {
      const { metrics, dimensions = [] } = questionOf(valuesOf(question), 1);
      const what = metrics.map((slug) => metricOf(slug)?.label ?? slug).join(", ");
      if (dimensions.length === 0) return what;
      return say("reports.custom.by", { what, by: dimensions.map((one) => named("option", one)).join(" × ") });
    },
    [say, named, metricOf],
  );
};
