import { Group } from "@mantine/core";

import { useText } from "@/messages";
import { usePlatforms } from "@/pages/finance/choices";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { ChoiceFilter, useFilters, WindowFilter } from "@/ui/filters";

import type { Level } from "./data";

export const ProfitFilters = ({ by }: { by: Level }) => {
  const say = useText();
  const { filters, change } = useFilters();
  const platforms = usePlatforms();
  return (
    <Group align="flex-end" gap="sm" className="no-print">
      {by === "influencer" && <WindowFilter />}
      {by === "collaboration" && <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={220} />}
      <InfluencerPick label={say("word.influencer")} value={filters.influencer_id?.[0] ?? null} onChange={(id) => change({ influencer_id: id })} w={220} />
      <ChoiceFilter name="platform" label={say("word.platform")} data={platforms} />
    </Group>
  );
};
