import { Group, SimpleGrid } from "@mantine/core";

import { useText } from "@/messages";
import { CompareChoice, useCompare } from "@/pages/performance/compare";
import { Trend } from "@/pages/performance/Trend";
import { useMay, useMe } from "@/session/session";
import { useFilters, WindowFilter } from "@/ui/filters";
import { Page } from "@/ui/page";

import { Attention } from "./Attention";
import { CampaignExtremes } from "./CampaignExtremes";
import { Headline } from "./Headline";
import { InfluencerExtremes } from "./InfluencerExtremes";
import { Pacing } from "./Pacing";

// One list for all renders, so that the chart is not drawn anew with each.
const DRAWN = ["net_revenue", "cost"] as const;

/** The company's state in one screen. */
const Overview = () => {
  const say = useText();
  const may = useMay();
  const { business_day: today } = useMe();
  const { filters } = useFilters();
  const { period, before } = useCompare(filters, today);
  return (
    <Page title={say("nav.overview")}>
      <Group align="flex-end" gap="sm">
        <WindowFilter />
        <CompareChoice />
      </Group>
      <Headline period={period} before={before} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Trend title={say("overview.trend")} slugs={DRAWN} period={period} before={before} height={300} />
        <Attention />
      </SimpleGrid>
      <InfluencerExtremes filters={filters} />
      {may("budgets.read") && may("campaigns.read") && <Pacing />}
      <CampaignExtremes filters={filters} />
    </Page>
  );
};

export default Overview;
