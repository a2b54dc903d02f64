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
import { extremes } from "./extremes";

type Item = Schema["RankingItem"];
const MOST = 200;
// Of the two tables to come, so that what stands below does not jump.
const HEIGHT = { base: 1200, lg: 560 };

/** Influencers at both ends of the ranking, and how sure that is. */
export const InfluencerExtremes = ({ filters }: { filters: Filters }) => {
  const query = $api.useQuery("get", "/api/rankings", { params: { query: { ...windowOf(filters), by: "score", limit: MOST } } });
  return <Loaded query={query} height={HEIGHT}>{({ items }) => <Ends items={items} />}</Loaded>;
};

const Ends = ({ items }: { items: readonly Item[] }) => {
  const say = useText();
  const { best, worst } = extremes(items);
  const scale = scaleOf([...best, ...worst].map((item) => item.roi));
  const unknown = items.filter((item) => item.state === "not_enough_data").length;
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
        {items.length < MOST ? say("overview.unknown", { count: unknown }) : say("overview.first", { count: MOST })}{" "}
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
