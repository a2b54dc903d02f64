import { Group, Stack } from "@mantine/core";

import { useText } from "@/messages";
import { WindowFilter } from "@/ui/filters";
import { CategoryFilter, RecordFilter } from "@/ui/pick";

/** The filters that sales and returns share. */
export const SalesFilters = ({ withCompare = false }: { withCompare?: boolean }) => {
  const say = useText();
  return (
    <Stack gap="sm" className="no-print">
      <WindowFilter withCompare={withCompare} />
      <Group align="flex-end">
        <RecordFilter kind="influencer" label={say("word.influencer")} />
        <RecordFilter kind="campaign" label={say("word.campaign")} />
        <RecordFilter kind="product" label={say("word.product")} />
        <CategoryFilter />
      </Group>
    </Stack>
  );
};
