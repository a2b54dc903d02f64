import { NumberInput, SegmentedControl, Select, Text, TextInput } from "@mantine/core";

import { useLanguage, useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { FREQUENCIES } from "./schedule";
import type { PartProps } from "./ScheduleContent";
import { away, weekdayName, whenWords } from "./when";

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const LONGEST_MONTH = 31;

/** How often and at what time, and in words what that means. */
export const ScheduleTimes = ({ draft, change, errors, nextDue }: PartProps & { nextDue: string | undefined }) => {
  const say = useText();
  const formats = useFormats();
  const { language } = useLanguage();
  const next = nextDue && say("reports.schedules.nextIs", { when: formats.instant(nextDue), away: away(language, new Date(nextDue), new Date()) });
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={say("reports.schedules.frequency")}
        data={FREQUENCIES.map((value) => ({ value, label: say(`reports.frequency.${value}`) }))}
        value={draft.frequency}
        onChange={(value) => change({ frequency: FREQUENCIES.find((one) => one === value) ?? draft.frequency })}
      />
      {draft.frequency === "weekly" && (
        <Select
          label={say("reports.schedules.weekday")}
          data={WEEK.map((day) => ({ value: String(day), label: weekdayName(language, day) }))}
          value={String(draft.weekday)}
          onChange={(day) => change({ weekday: Number(day ?? 1) })}
          allowDeselect={false}
        />
      )}
      {draft.frequency === "monthly" && (
        <NumberInput
          label={say("reports.schedules.monthDay")}
          description={say("reports.schedules.monthDay.about")}
          value={draft.month_day}
          onChange={(day) => typeof day === "number" && change({ month_day: day })}
          min={1}
          max={LONGEST_MONTH}
          allowDecimal={false}
          clampBehavior="strict"
          required
        />
      )}
      <TextInput type="time" label={say("reports.schedules.at")} description={say("reports.schedules.at.about")} value={draft.at} onChange={(event) => change({ at: event.currentTarget.value })} error={errors.at} required />
      <Text size="sm" role="status">
        {draft.at && whenWords(draft, language, say)}. {draft.is_enabled ? (next ?? say("reports.schedules.nextUnknown")) : say("reports.schedules.offNow")}
      </Text>
    </>
  );
};
