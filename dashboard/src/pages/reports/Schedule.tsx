import { useParams } from "react-router";

import { $api } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { useMe } from "@/session/session";
import { FOR_EDITING, LoadedForEditing } from "@/ui/editing";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import type { Kind } from "./kinds";
import { usualLanguage } from "./options";
import { draftOf, newDraft } from "./schedule";
import { ScheduleForm } from "./ScheduleForm";

/** One schedule, to be made or changed. */
const Schedule = () => {
  const say = useText();
  const { scheduleId } = useParams();
  const kinds = $api.useQuery("get", "/api/report-kinds");
  const above = [
    { label: say("nav.reports"), to: "/reports" },
    { label: say("reports.part.schedules"), to: "/reports/schedules" },
  ];
  return (
    <Page title={say(scheduleId ? "reports.schedules.one" : "reports.schedules.new")} about={say("reports.schedules.one.about")} above={above}>
      <Loaded query={kinds}>{({ items }) => (scheduleId ? <Saved key={scheduleId} kinds={items} scheduleId={Number(scheduleId)} /> : <New kinds={items} />)}</Loaded>
    </Page>
  );
};

const New = ({ kinds }: { kinds: readonly Kind[] }) => {
  const { user_id } = useMe();
  const { language } = useLanguage();
  return <ScheduleForm kinds={kinds} first={newDraft(kinds[0]?.kind ?? "", user_id, usualLanguage(language))} />;
};

const Saved = ({ kinds, scheduleId }: { kinds: readonly Kind[]; scheduleId: number }) => {
  const query = $api.useQuery("get", "/api/report-schedules/{schedule_id}", { params: { path: { schedule_id: scheduleId } } }, FOR_EDITING);
  return <LoadedForEditing query={query}>{(schedule) => <ScheduleForm kinds={kinds} saved={schedule} first={draftOf(schedule)} />}</LoadedForEditing>;
};

export default Schedule;
