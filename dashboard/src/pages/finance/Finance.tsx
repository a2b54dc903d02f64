import { Group, Select, Stack } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { ChoiceFilter, type Filters, useFilters, WindowFilter, windowOf } from "@/ui/filters";
import { Loaded } from "@/ui/states";

import { BY, byOf } from "./by";
import { CostParts } from "./CostParts";
import { FinancePage } from "./FinancePage";
import { MoreFilters } from "./MoreFilters";
import { OverviewChart } from "./OverviewChart";
import { OverviewTable } from "./OverviewTable";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { Totals } from "./Totals";
import { useCategories, usePlatforms } from "./choices";

/** What came in, what came back, what it cost and what is left. */
const Finance = () => {
  const say = useText();
  const { filters, search } = useFilters();
  const asked = { ...windowOf(filters), ...narrowed(filters), by: byOf(search), compare: filters.compare ? [filters.compare] : undefined };
  const query = $api.useQuery("get", "/api/finance/overview", { params: { query: asked } });
  return (
    <FinancePage title={say("finance.title")} about={say("finance.about")}>
      <OverviewFilters />
      <Loaded query={query}>
        {(overview) => (
          <Stack gap="lg">
            <Totals totals={overview.totals} compare={filters.compare} />
            <OverviewChart overview={overview} />
            <OverviewTable overview={overview} compare={filters.compare} />
            <CostParts overview={overview} />
          </Stack>
        )}
      </Loaded>
    </FinancePage>
  );
};

const narrowed = ({ campaign_id, influencer_id, category, platform }: Filters) => ({ campaign_id, influencer_id, category, platform });

const OverviewFilters = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const by = byOf(search);
  const [categories, platforms] = [useCategories(), usePlatforms()];
  return (
    <Group align="flex-end" gap="sm" className="no-print">
      <WindowFilter withCompare />
      <Select label={say("finance.by")} data={BY.map((value) => ({ value, label: say(`finance.by.${value}`) }))} value={by} onChange={(value) => change({ by: value as Schema["OverviewBy"] })} allowDeselect={false} w={150} />
      <MoreFilters>
        <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={220} />
        <InfluencerPick label={say("word.influencer")} value={filters.influencer_id?.[0] ?? null} onChange={(id) => change({ influencer_id: id })} w={220} />
        <ChoiceFilter name="category" label={say("word.category")} data={categories} />
        <ChoiceFilter name="platform" label={say("word.platform")} data={platforms} />
      </MoreFilters>
    </Group>
  );
};

export default Finance;
