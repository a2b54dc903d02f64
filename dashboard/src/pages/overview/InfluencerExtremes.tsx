import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { IntervalBar, scaleOf } from "@/pages/performance/IntervalBar";
import { Interval } from "@/pages/ranking/Interval";
import { type Filters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName, MetricValue } from "@/ui/metrics";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { Both } from "./Both";
import { extremes, together } from "./extremes";

type Item = Schema["RankingItem"];
// More than are shown of each end: those with too little data are left out, and nobody is at both.
const ASKED = 20;
// Of the two tables to come, so that what stands below does not jump.
const HEIGHT = { base: 1200, lg: 560 };

/** Influencers at both ends of the ranking, and how sure that is. */
export const InfluencerExtremes = ({ filters }: { filters: Filters }) => {
  const asked = { ...windowOf(filters), by: "score", limit: ASKED };
  const falling = $api.useQuery("get", "/api/rankings", { params: { query: asked } });
  const rising = $api.useQuery("get", "/api/rankings", { params: { query: { ...asked, order: "worst" } } });
  return (
    <Loaded query={falling} height={HEIGHT}>
      {(most) => <Loaded query={rising} height={HEIGHT}>{(least) => <Ends items={together(most.items, least.items)} unknown={most.counts.not_enough_data ?? 0} />}</Loaded>}
    </Loaded>
  );
};

const Ends = ({ items, unknown }: { items: readonly Item[]; unknown: number }) => {
  const say = useText();
  const { best, worst } = extremes(items);
  const scale = scaleOf([...best, ...worst].map((item) => item.roi));
  const table = (rows: readonly Item[], label: string) => <Table rows={rows} label={label} scale={scale} />;
  return (
    <Stack gap="xs">
      <Both
        parts={[
          { title: say("overview.best"), about: say("overview.best.about"), content: table(best, say("overview.best")) },
          { title: say("overview.worst"), about: say("overview.worst.about"), content: table(worst, say("overview.worst")) },
        ]}
      />
      <Text size="sm" c="dimmed">
        {say("overview.unknown", { count: unknown })}{" "}
        <Anchor component={Link} to="/ranking">
          {say("overview.ranking")}
        </Anchor>
      </Text>
    </Stack>
  );
};

const Table = ({ rows, label, scale }: { rows: readonly Item[]; label: string; scale: ReturnType<typeof scaleOf> }) => {
  const say = useText();
  const formats = useFormats();
  const columns: Column<Item>[] = [
    {
      key: "name",
      label: say("word.influencer"),
      width: "24%",
      show: (item) => (
        <Anchor component={Link} to={`/influencers/${item.influencer_id}`}>
          {item.influencer_name}
        </Anchor>
      ),
    },
    {
      key: "roi",
      label: say("ranking.roi"),
      show: (item) => (
        <>
          <Interval roi={item.roi} />
          <IntervalBar roi={item.roi} scale={scale} />
        </>
      ),
    },
    { key: "probability", label: say("ranking.probability"), isFigure: true, show: (item) => formats.chance(item.roi.probability_positive) },
    ...(["net_revenue", "cost"] as const).map((slug) => ({ key: slug, label: <MetricName slug={slug} />, isFigure: true, show: (item: Item) => <MetricValue slug={slug} value={item.metrics[slug]} /> })),
  ];
  return <DataTable label={label} rows={rows} columns={columns} idOf={(item) => item.influencer_id} empty={say("overview.extremes.empty")} />;
};
