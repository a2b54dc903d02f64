import { Card, Title } from "@mantine/core";

import { useText } from "@/messages";
import type { Filters } from "@/ui/filters";
import { MetricName, MetricValue } from "@/ui/metrics";
import { useNames } from "@/ui/names";
import { Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { numberOf, type Row, textOf, useFigures } from "./figures";
import { ChannelLink } from "./marks";

const MOST = 8;
const METRICS = ["orders", "net_revenue", "return_rate"] as const;

/** Through whom it was sold, the most first. */
export const Sellers = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const query = useFigures({ metrics: METRICS, dimensions: ["influencer"], sort: "-net_revenue", limit: MOST, filters: { ...filters, compare: undefined } });
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {say("sales.sellers")}
      </Title>
      <Loaded query={query}>{({ rows }) => <Table rows={rows} />}</Loaded>
    </Card>
  );
};

const Table = ({ rows }: { rows: readonly Row[] }) => {
  const say = useText();
  const nameOf = useNames("influencer", rows.map((row) => numberOf(row, "influencer")));
  const channel = (row: Row) => (row.influencer === null ? say("sales.unknownChannel") : <ChannelLink id={numberOf(row, "influencer")} name={nameOf(numberOf(row, "influencer"))} />);
  return (
    <DataTable
      label={say("sales.sellers")}
      rows={rows}
      idOf={(row) => textOf(row, "influencer")}
      empty={say("sales.none")}
      columns={[
        { key: "influencer", label: say("purchases.channel"), show: channel },
        ...METRICS.map((slug) => ({ key: slug, label: <MetricName slug={slug} />, isFigure: true, show: (row: Row) => <MetricValue slug={slug} value={row[slug]} /> })),
      ]}
    />
  );
};
