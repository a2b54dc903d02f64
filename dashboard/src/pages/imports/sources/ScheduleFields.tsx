import { Chip, Fieldset, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { TimeInput } from "@mantine/dates";

import type { Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";

import { BEGINNINGS, type Choice, choiceOf, expressionOf, KINDS, timeOf, weekdayName } from "./schedule";
import { useScheduleWords } from "./words";

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
const STEPS = [5, 10, 15, 20, 30];
type Props = { kind: Schema["SourceKind"]; schedule: string | null; onChange: (schedule: string | null) => void; error?: string };

/** When a source is looked at: one of the usual ways, or an expression of one's own; the words say what was chosen. */
export const ScheduleFields = ({ kind, schedule, onChange, error }: Props) => {
  const say = useText();
  const words = useScheduleWords();
  const choice = choiceOf(schedule);
  const choose = (one: Choice) => onChange(expressionOf(one));
  const beginnings = KINDS.map((value) => ({ value, label: say(value === "never" ? `imports.schedule.never.${kind}` : `imports.schedule.${value}`) }));
  return (
    <Fieldset legend={say("imports.schedule")}>
      <Stack gap="sm">
        <Group align="flex-end">
          <Select aria-label={say("imports.schedule")} data={beginnings} value={choice.kind} onChange={(value) => choose(BEGINNINGS[KINDS.find((one) => one === value) ?? "never"])} allowDeselect={false} w={260} />
          <Parts choice={choice} choose={choose} />
        </Group>
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
        {choice.kind !== "never" && (
          <Text size="sm" c="dimmed" aria-live="polite">
            {words({ kind, schedule })}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
};

const Parts = ({ choice, choose }: { choice: Choice; choose: (one: Choice) => void }) => {
  const say = useText();
  if (choice.kind === "minutes") {
    const steps = [...new Set([...STEPS, choice.every])].toSorted((a, b) => a - b);
    return <Select label={say("imports.schedule.every")} data={steps.map(String)} value={String(choice.every)} onChange={(every) => choose({ ...choice, every: Number(every) })} allowDeselect={false} w={140} />;
  }
  if (choice.kind === "hourly") return <NumberInput label={say("imports.schedule.minute")} min={0} max={59} clampBehavior="strict" value={choice.minute} onChange={(minute) => choose({ ...choice, minute: Number(minute) })} w={140} />;
  if (choice.kind === "own") return <TextInput label={say("imports.schedule.expression")} value={choice.expression} onChange={(event) => choose({ ...choice, expression: event.currentTarget.value })} ff="monospace" w={240} />;
  if (choice.kind === "never") return null;
  return (
    <>
      {choice.kind === "weekly" && <Days days={choice.days} onChange={(days) => choose({ ...choice, days })} />}
      {choice.kind === "monthly" && <NumberInput label={say("imports.schedule.day")} min={1} max={31} clampBehavior="strict" value={choice.day} onChange={(day) => choose({ ...choice, day: Number(day) || 1 })} w={140} />}
      <TimeInput
        label={say("imports.schedule.time")}
        value={timeOf(choice)}
        onChange={(event) => {
          const [hour, minute] = event.currentTarget.value.split(":").map(Number);
          if (hour !== undefined && minute !== undefined && Number.isFinite(hour + minute)) choose({ ...choice, hour, minute });
        }}
        w={140}
      />
    </>
  );
};

/** At least one day stays chosen. */
const Days = ({ days, onChange }: { days: readonly number[]; onChange: (days: number[]) => void }) => {
  const { language } = useLanguage();
  return (
    <Chip.Group multiple value={days.map(String)} onChange={(chosen) => chosen.length > 0 && onChange(chosen.map(Number))}>
      <Group gap={4}>
        {WEEK.map((day) => (
          <Chip key={day} value={String(day)} size="sm" aria-label={weekdayName(day, language)}>
            {weekdayName(day, language, "short")}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
};
