import { Group, Stack } from "@mantine/core";

import { useText } from "@/messages";
import { ChoiceFilter, useFilters } from "@/ui/filters";

import { useSources } from "../sources/names";
import { RunTable } from "./RunTable";
import { STATES } from "./runs";

/** The runs of all sources, by source and state. */
export const AllRuns = () => {
  const say = useText();
  const { search } = useFilters();
  const sources = useSources();
  const state = STATES.find((one) => one === search.get("state"));
  const data = { sources: sources.map(({ source_id, slug }) => ({ value: String(source_id), label: slug })), states: STATES.map((value) => ({ value, label: say(`imports.state.${value}`) })) };
  return (
    <Stack gap="md">
      <Group align="flex-end" className="no-print">
        <ChoiceFilter name="source_id" label={say("imports.source")} data={data.sources} />
        <ChoiceFilter name="state" label={say("word.status")} data={data.states} />
      </Group>
      <RunTable sourceId={Number(search.get("source_id")) || undefined} state={state} />
    </Stack>
  );
};
