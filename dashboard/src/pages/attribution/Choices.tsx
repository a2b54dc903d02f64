import { Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";

import { useText } from "@/messages";
import { useFilters, WindowFilter } from "@/ui/filters";
import { CategoryFilter, RecordFilter } from "@/ui/pick";

import { MEASURES, type Measure, MODELS } from "./credits";

const LOOKBACKS = [7, 30, 60, 90, 180, 365] as const;

/** What is shared out, among whom, and how far back; all of it in the address. */
export const Choices = ({ measure, lookback }: { measure: Measure; lookback: number }) => {
  const say = useText();
  const { change, search } = useFilters();
  const days = [...new Set([...LOOKBACKS, lookback])].sort((one, other) => one - other);
  return (
    <Stack gap="sm" className="no-print">
      <Group align="flex-end">
        <WindowFilter />
        <Select
          label={say("attribution.lookback")}
          data={days.map((one) => ({ value: String(one), label: say("attribution.lookback.days", { days: one }) }))}
          value={String(lookback)}
          onChange={(value) => change({ lookback: value })}
          allowDeselect={false}
          w={130}
        />
        <Select
          label={say("attribution.sort")}
          data={MODELS.map((model) => ({ value: model, label: say(`attribution.model.${model}`) }))}
          value={search.get("sort") ?? MODELS[0]}
          onChange={(sort) => change({ sort })}
          allowDeselect={false}
          w={210}
        />
        <div>
          <Text size="sm" fw={500} id="measure">
            {say("attribution.measure")}
          </Text>
          <SegmentedControl aria-labelledby="measure" data={MEASURES.map((value) => ({ value, label: say(`attribution.${value}`) }))} value={measure} onChange={(value) => change({ measure: value })} />
        </div>
      </Group>
      <Group align="flex-end">
        <RecordFilter kind="influencer" label={say("word.influencer")} />
        <RecordFilter kind="campaign" label={say("word.campaign")} />
        <RecordFilter kind="product" label={say("word.product")} />
        <CategoryFilter />
      </Group>
    </Stack>
  );
};

/** Ask for a result of now in place of the one of last night. */
export const Recompute = ({ isLive, again }: { isLive: boolean; again: () => void }) => {
  const say = useText();
  const { change } = useFilters();
  return (
    <>
      {isLive && (
        <Button variant="subtle" onClick={() => change({ live: null })}>
          {say("attribution.live.usual")}
        </Button>
      )}
      <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => (isLive ? again() : change({ live: "true" }))}>
        {say("attribution.live")}
      </Button>
    </>
  );
};
