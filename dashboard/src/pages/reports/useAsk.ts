import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, tell } from "@/ui/forms";

import { REPORTS } from "./keys";
import { useKey } from "./useKey";

/** Ask for a report and go to where its progress is shown. */
export const useAsk = () => {
  const say = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const keyOf = useKey();
  const [isAsking, setAsking] = useState(false);
  const ask = async (body: Schema["ReportIn"]) => {
    setAsking(true);
    try {
      await api.POST("/api/reports", { body, params: keyOf(body) });
      done(say("reports.asked"));
      void queries.invalidateQueries({ queryKey: REPORTS });
      void go("/reports");
    } catch (error) {
      tell(error, say);
    }
    setAsking(false);
  };
  return { ask, isAsking };
};
