import { Alert, Button, Card, Group, SimpleGrid, Stack, Switch, TextInput, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { useText } from "@/messages";
import { useLeave } from "@/ui/editing";

import type { Kind } from "./kinds";
import { bodyOf, type Draft, isComplete, type Schedule, withKind } from "./schedule";
import { ScheduleContent } from "./ScheduleContent";
import { ScheduleFile } from "./ScheduleFile";
import { ScheduleRecipients } from "./ScheduleRecipients";
import { ScheduleTimes } from "./ScheduleTimes";
import { useSchedule } from "./useSchedule";
import { useScheduleDeeds } from "./useScheduleDeeds";

type Props = { kinds: readonly Kind[]; saved?: Schedule; first: Draft };
const LIST = "/reports/schedules";

export const ScheduleForm = ({ kinds, saved, first }: Props) => {
  const say = useText();
  const [draft, setDraft] = useState(first);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(first);
  const leave = useLeave(isDirty);
  const { save, errors, isSaving } = useSchedule(saved?.schedule_id, () => leave(LIST));
  const { run, remove } = useScheduleDeeds();
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const [kind, before] = [draft.kind, first.kind].map((name) => kinds.find((one) => one.kind === name));
  if (!kind) return <Alert color="yellow">{say("reports.kind.unknown")}</Alert>;
  const parts = { draft, change, kind, errors };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(bodyOf(draft, kind), bodyOf(first, before ?? kind));
      }}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: "start" }}>
          <Part title={say("reports.schedules.content")}>
            <TextInput label={say("word.name")} value={draft.schedule_name} onChange={(event) => change({ schedule_name: event.currentTarget.value })} error={errors.schedule_name} maxLength={100} required />
            <ScheduleContent {...parts} kinds={kinds} onKind={(one) => setDraft((before) => withKind(before, one))} />
          </Part>
          <Stack>
            <Part title={say("reports.schedules.when")}>
              <ScheduleTimes {...parts} nextDue={isDirty ? undefined : saved?.next_due_at} />
            </Part>
            <Part title={say("reports.schedules.recipients")}>
              <ScheduleRecipients {...parts} />
            </Part>
            <Part title={say("reports.schedules.file")}>
              <ScheduleFile {...parts} />
            </Part>
          </Stack>
        </SimpleGrid>
        <Switch label={say("reports.schedules.enabled")} checked={draft.is_enabled} onChange={(event) => change({ is_enabled: event.currentTarget.checked })} />
        <Group>
          <Button type="submit" loading={isSaving} disabled={(saved && !isDirty) || !isComplete(draft, kind)}>
            {say("action.save")}
          </Button>
          {saved && (
            <>
              <Button variant="default" disabled={isDirty} onClick={() => void run(saved)}>
                {say("reports.schedules.run")}
              </Button>
              <Button variant="subtle" color="red" onClick={() => remove(saved, () => leave(LIST))}>
                {say("action.delete")}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </form>
  );
};

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card withBorder component="section" style={{ overflow: "visible" }}>
    <Title order={2} size="h4" mb="sm">
      {title}
    </Title>
    <Stack gap="sm">{children}</Stack>
  </Card>
);
