import { Select, Stack } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";

import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { WINDOWS } from "@/ui/filters";

import type { Days } from "./kinds";
import type { Changes, Values } from "./values";

type Props = { days: Exclude<Days, "none">; values: Values; onChange: (changes: Changes) => void };

const CHOSEN = "days";

/** The period: a window that ends today, or chosen days; for some kinds chosen days or none. */
export const DaysInput = ({ days, values, onChange }: Props) => {
  const say = useText();
  const { business_day } = useMe();
  const isChosen = typeof values.from === "string" && typeof values.to === "string";
  const windows = [...WINDOWS.map((slug) => ({ value: slug as string, label: say(`filter.window.${slug}`) })), { value: CHOSEN, label: say("filter.window.days") }];
  const pick = (value: string | null) =>
    value === CHOSEN ? onChange({ window: null, from: `${business_day.slice(0, 8)}01`, to: business_day }) : onChange({ window: value, from: null, to: null });
  return (
    <Stack gap="sm">
      {days === "window" && <Select label={say("filter.window")} data={windows} value={isChosen ? CHOSEN : String(values.window ?? "")} onChange={pick} allowDeselect={false} />}
      {(days === "days" || isChosen) && <Range values={values} onChange={onChange} isClearable={days === "days"} />}
    </Stack>
  );
};

const Range = ({ values, onChange, isClearable }: { values: Values; onChange: Props["onChange"]; isClearable: boolean }) => {
  const say = useText();
  const [begun, setBegun] = useState<string | null>(null);
  const [from, to] = [values.from, values.to].map((day) => (typeof day === "string" ? day : null));
  return (
    <DatePickerInput
      type="range"
      label={`${say("filter.from")} – ${say("filter.to")}`}
      placeholder={say("reports.days.none")}
      value={begun ? [begun, null] : [from ?? null, to ?? null]}
      onChange={([first, last]) => {
        setBegun(first && !last ? first : null);
        if (first && last) onChange({ window: null, from: first, to: last });
        if (!first && !last && isClearable) onChange({ from: null, to: null });
      }}
      clearable={isClearable}
      clearButtonProps={{ "aria-label": say("action.reset") }}
    />
  );
};
