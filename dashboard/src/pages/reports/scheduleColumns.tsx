import { ActionIcon, Anchor, Group, Menu, Stack, Switch, Text } from "@mantine/core";
import { IconDots, IconPencil, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";

import { useLanguage, useSay, useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import type { Column } from "@/ui/table";

import { usePeople } from "./people";
import type { Schedule } from "./schedule";
import { useNamed } from "./useOptions";
import { useScheduleDeeds } from "./useScheduleDeeds";
import { away, whenWords } from "./when";

/** The columns of the list of schedules; whose they are only for who sees everybody's. */
export const useScheduleColumns = (): Column<Schedule>[] => {
  const say = useText();
  const isEverybodys = useMay()("users.manage");
  const own: Column<Schedule>[] = [
    { key: "name", label: say("word.name"), sort: "schedule_name", show: (one) => <Name schedule={one} /> },
    { key: "when", label: say("reports.schedules.when"), show: (one) => <When schedule={one} /> },
    { key: "next", label: say("reports.schedules.next"), sort: "next_due_at", show: (one) => <Next schedule={one} /> },
    { key: "recipients", label: say("reports.schedules.recipients"), show: (one) => <Recipients schedule={one} /> },
  ];
  const owner: Column<Schedule> = { key: "owner", label: say("reports.schedules.owner"), show: (one) => <Owner userId={one.owner_id} /> };
  const deeds: Column<Schedule>[] = [
    { key: "enabled", label: say("reports.schedules.enabled"), show: (one) => <Enabled schedule={one} /> },
    { key: "actions", label: <span className="visually-hidden">{say("reports.actions")}</span>, show: (one) => <Deeds schedule={one} /> },
  ];
  return [...own, ...(isEverybodys ? [owner] : []), ...deeds];
};

const Name = ({ schedule }: { schedule: Schedule }) => {
  const named = useNamed();
  const say = useText();
  const formats = schedule.formats.map((one) => say(`reports.format.${one}`)).join(", ");
  return (
    <Stack gap={0}>
      <Anchor component={Link} to={`/reports/schedules/${schedule.schedule_id}`}>
        {schedule.schedule_name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {named("kind", schedule.kind)} · {formats}
      </Text>
    </Stack>
  );
};

const When = ({ schedule }: { schedule: Schedule }) => {
  const say = useText();
  const { language } = useLanguage();
  return (
    <Stack gap={0}>
      <Text size="sm">{whenWords(schedule, language, say)}</Text>
      <Text size="xs" c="dimmed">
        {say(schedule.period ? `reports.period.${schedule.period}` : "reports.period.none")}
      </Text>
    </Stack>
  );
};

const Next = ({ schedule }: { schedule: Schedule }) => {
  const say = useText();
  const formats = useFormats();
  const { language } = useLanguage();
  const before = schedule.last_run_at && say("reports.schedules.last", { when: formats.instant(schedule.last_run_at) });
  return (
    <Stack gap={0}>
      <Text size="sm">{schedule.is_enabled ? `${formats.instant(schedule.next_due_at)} (${away(language, new Date(schedule.next_due_at), new Date())})` : say("reports.schedules.off")}</Text>
      {before && (
        <Text size="xs" c="dimmed">
          {before}
        </Text>
      )}
    </Stack>
  );
};

const Recipients = ({ schedule: { recipients } }: { schedule: Schedule }) => {
  const say = useText();
  const role = useSay();
  const me = useMe();
  const users = recipients.users ?? [];
  const others = users.filter((id) => id !== me.user_id).length;
  const words = [
    ...(recipients.roles ?? []).map((one) => role(`role.${one}`)),
    ...(users.includes(me.user_id) ? [say("reports.schedules.me")] : []),
    ...(others > 0 ? [say("reports.schedules.people", { count: others })] : []),
  ];
  return <Text size="sm">{words.join(", ")}</Text>;
};

const Owner = ({ userId }: { userId: number }) => {
  const { nameOf } = usePeople();
  return nameOf(userId);
};

const Enabled = ({ schedule }: { schedule: Schedule }) => {
  const say = useText();
  const { enable } = useScheduleDeeds();
  return <Switch checked={schedule.is_enabled} onChange={(event) => void enable(schedule, event.currentTarget.checked)} aria-label={say("reports.schedules.enabled.one", { name: schedule.schedule_name })} />;
};

const Deeds = ({ schedule }: { schedule: Schedule }) => {
  const say = useText();
  const { run, remove } = useScheduleDeeds();
  return (
    <Group justify="flex-end">
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={say("reports.actions.of", { name: schedule.schedule_name })}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void run(schedule)}>
            {say("reports.schedules.run")}
          </Menu.Item>
          <Menu.Item component={Link} to={`/reports/schedules/${schedule.schedule_id}`} leftSection={<IconPencil size={16} aria-hidden />}>
            {say("action.edit")}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => remove(schedule)}>
            {say("action.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
};
