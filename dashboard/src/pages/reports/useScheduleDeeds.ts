import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done, tell } from "@/ui/forms";
import { useEdit } from "@/ui/undo";

import { REPORTS, SCHEDULES } from "./keys";
import type { Schedule } from "./schedule";

type Named = Pick<Schedule, "schedule_id" | "schedule_name">;

type Pages = { pages: { items: Schedule[] }[] };

/** The list with one of its schedules changed. */
const inSchedules = (schedule_id: number) => (changes: object) => (kept: unknown): unknown => {
  const list = kept as Pages;
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map((one) => (one.schedule_id === schedule_id ? { ...one, ...changes } : one)) })) };
};

/** What can be done with a schedule beside changing it. */
export const useScheduleDeeds = () => {
  const say = useText();
  const queries = useQueryClient();
  const edit = useEdit();
  const again = () => queries.invalidateQueries({ queryKey: SCHEDULES });
  const refused = (error: unknown) => tell(error, say);
  // A second click before the answer is the same request.
  const key = useRef(crypto.randomUUID());

  const enable = ({ schedule_id }: Named, is_enabled: boolean) => {
    const path = { schedule_id };
    return edit<Schema["SchedulePatch"]>({
      before: { is_enabled: !is_enabled },
      changes: { is_enabled },
      queryKey: SCHEDULES,
      shown: inSchedules(schedule_id),
      send: async (body, header) => {
        // The list tells no versions. Only the switch is changed, so it is the version of now that is changed.
        if (header === LAST_READ) await api.GET("/api/report-schedules/{schedule_id}", { params: { path } });
        return api.PATCH("/api/report-schedules/{schedule_id}", { body, params: { path, header } });
      },
      refresh: again,
      message: say(is_enabled ? "reports.schedules.switchedOn" : "reports.schedules.switchedOff"),
    });
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
