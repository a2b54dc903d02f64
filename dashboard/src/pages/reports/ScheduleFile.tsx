import { Checkbox, Group } from "@mantine/core";

import { useText } from "@/messages";

import { ChartChoice } from "./ChartChoice";
import { OptionFields } from "./OptionFields";
import { CUSTOM } from "./schedule";
import type { PartProps } from "./ScheduleContent";

/** As which files, and what is in them. */
export const ScheduleFile = ({ draft, change, kind, errors }: PartProps) => {
  const say = useText();
  const all = kind.charts.map(({ slug }) => slug);
  const choose = (charts: string[]) => change({ charts: charts.length === all.length ? null : charts });
  return (
    <>
      <Checkbox.Group label={say("reports.format")} value={[...draft.formats]} onChange={(chosen) => change({ formats: kind.formats.filter((one) => chosen.includes(one)) })} error={errors.formats} required>
        <Group mt={4}>
          {kind.formats.map((one) => (
            <Checkbox key={one} value={one} label={say(`reports.format.${one}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {/* A saved question has charts of its own. */}
      {kind.kind !== CUSTOM && <ChartChoice kind={kind} chosen={draft.charts ?? all} onChange={choose} />}
      <OptionFields kind={kind} formats={draft.formats} options={draft.options} onChange={(options) => change({ options })} />
    </>
  );
};
