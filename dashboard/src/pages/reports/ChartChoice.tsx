import { Checkbox, Stack } from "@mantine/core";

import { useText } from "@/messages";

import type { Kind } from "./kinds";
import { useNamed } from "./useOptions";

type Props = { kind: Kind; chosen: readonly string[]; onChange: (charts: string[]) => void };

/** Which of its charts a report draws. */
export const ChartChoice = ({ kind, chosen, onChange }: Props) => {
  const say = useText();
  const named = useNamed();
  if (kind.charts.length === 0) return null;
  return (
    <Checkbox.Group label={say("reports.charts")} value={[...chosen]} onChange={onChange}>
      <Stack gap={6} mt={4}>
        {kind.charts.map(({ slug, label }) => (
          <Checkbox key={slug} value={slug} label={named("chart", slug, label)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};
