import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { api, LAST_READ } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done, tell } from "@/ui/forms";

import { REPORTS, SCHEDULES } from "./keys";
import type { Schedule } from "./schedule";

type Named = Pick<Schedule, "schedule_id" | "schedule_name">;

/** What can be done with a schedule beside changing it. */
export const useScheduleDeeds = () => {
  const say = useText();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: SCHEDULES });
  const refused = (error: unknown) => tell(error, say);
  // A second click before the answer is the same request.
  const key = useRef(crypto.randomUUID());

  /** Only the switch is changed, so it is the version of now that is changed. */
  const enable = ({ schedule_id }: Named, is_enabled: boolean) => {
    const path = { schedule_id };
    return api
      .GET("/api/report-schedules/{schedule_id}", { params: { path } })
      .then(() => api.PATCH("/api/report-schedules/{schedule_id}", { body: { is_enabled }, params: { path, header: LAST_READ } }))
      .then(() => done(say(is_enabled ? "reports.schedules.switchedOn" : "reports.schedules.switchedOff")))
      .catch(refused)
      .then(again);
  };

  const run = ({ schedule_id }: Named) =>
    api
      .POST("/api/report-schedules/{schedule_id}/run", { params: { path: { schedule_id }, header: { "Idempotency-Key": key.current } } })
      .then(({ data }) => {
        key.current = crypto.randomUUID();
        return data;
      })
      .then((data) => done(say("reports.schedules.ran", { count: data?.items.length ?? 0 })))
      .catch(refused)
      .then(() => Promise.all([again(), queries.invalidateQueries({ queryKey: REPORTS })]));

  const remove = ({ schedule_id, schedule_name }: Named, after: () => void = () => undefined) =>
    confirm(
      {
        title: say("reports.schedules.delete"),
        text: say("reports.schedules.delete.ask", { name: schedule_name }),
        label: say("action.delete"),
        isDangerous: true,
        deed: () => api.DELETE("/api/report-schedules/{schedule_id}", { params: { path: { schedule_id } } }),
        after: () => {
          void again();
          after();
        },
      },
      say,
    );

  return { enable, run, remove };
};
