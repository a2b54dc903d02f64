import { Select, SimpleGrid, Stack, Title } from "@mantine/core";
import { useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Compared } from "@/pages/performance/compare";
import type { Period } from "@/pages/performance/periods";
import { Trend } from "@/pages/performance/Trend";
import { useMetrics } from "@/ui/catalogue";
import { type Filters, useFilters, windowOf } from "@/ui/filters";
import { Figures } from "@/ui/metrics";
import { Loaded, Loading } from "@/ui/states";

import { AllMetrics } from "./AllMetrics";
import { Benchmark } from "./Benchmark";

const MAIN = ["net_revenue", "cost", "roi", "orders", "return_rate"] as const;

type Props = { influencerId: number; filters: Filters; period: Period | null; before: Period | null };

/** What it brought and cost in these days, beside other days and beside its peers. */
export const Performance = ({ influencerId: influencer_id, filters, period, before }: Props) => {
  const say = useText();
  const compare = [filters.compare ?? ("previous" as const)];
  const query = $api.useQuery("get", "/api/influencers/{influencer_id}/performance", { params: { path: { influencer_id }, query: { ...windowOf(filters), compare } } });
  return (
    <Stack gap="md">
      <div>
        <Title order={2} size="h4">
          {say("influencers.performance")}
        </Title>
        <Compared period={period} before={before} />
      </div>
      <Loaded query={query}>{(performance) => <Headline performance={performance} />}</Loaded>
      <Series influencerId={influencer_id} period={period} before={before} />
      <Loaded query={query}>
        {(performance) => (
          <SimpleGrid cols={{ base: 1, lg: 2 }}>
            <AllMetrics performance={performance} />
            <Benchmark performance={performance} />
          </SimpleGrid>
        )}
      </Loaded>
    </Stack>
  );
};

const Headline = ({ performance }: { performance: Schema["InfluencerPerformance"] }) => {
  const say = useText();
  const other = performance.previous ?? performance.last_year;
  return <Figures figures={MAIN.map((slug) => ({ slug, value: performance.metrics[slug], before: other?.metrics[slug], note: performance.metrics[slug] === null && say("metric.none") }))} />;
};

/** One metric over time; which one is in the address. */
const Series = ({ influencerId, period, before }: { influencerId: number; period: Period | null; before: Period | null }) => {
  const say = useText();
  const { search, change } = useFilters();
  const metrics = useMetrics().map(({ slug, label }) => ({ value: slug, label }));
  const asked = search.get("metric");
  const found = metrics.find(({ value }) => value === asked) ?? metrics.find(({ value }) => value === MAIN[0]);
  const slug = found?.value ?? MAIN[0];
  const slugs = useMemo(() => [slug], [slug]);
  if (!found) return <Loading />;
  return (
    <Stack gap="xs">
      <Select label={say("influencers.series.metric")} data={metrics} value={slug} onChange={(metric) => change({ metric })} allowDeselect={false} searchable w={260} className="no-print" />
      <Trend title={say("influencers.series", { metric: found.label })} slugs={slugs} period={period} before={before} influencerId={influencerId} />
    </Stack>
  );
};
