import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import type { Compare } from "@/ui/filters";
import { Change, MetricName, MetricValue } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { isTime, valueOf } from "./by";
import { useKind, usePart } from "./usePart";

type Item = Schema["OverviewItem"];

/** Every part with all its figures; groups beside the period they are compared with. */
export const OverviewTable = ({ overview, compare }: { overview: Schema["OverviewOut"]; compare: Compare | undefined }) => {
  const say = useText();
  const { by, items, metrics } = overview;
  const title = say("finance.table", { by: useKind(by) });
  const columns: Column<Item>[] = [
    { key: "part", label: say(`finance.by.${by}`), show: (item) => <Part item={item} by={by} /> },
    ...metrics.map(({ slug }) => ({ key: slug, label: <MetricName slug={slug} />, isFigure: true, show: (item: Item) => <MetricValue slug={slug} value={valueOf(item, slug)} /> })),
    ...(compare && !isTime(by) ? [changeColumn(compare, say("finance.change"))] : []),
  ];
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {title}
      </Title>
      {compare && isTime(by) && (
        <Text size="sm" c="dimmed">
          {say("finance.table.times")}
        </Text>
      )}
      <DataTable label={title} rows={items} columns={columns} idOf={(item) => String(item.key)} empty={say("finance.empty")} />
    </Stack>
  );
};

const changeColumn = (compare: Compare, label: string): Column<Item> => ({
  key: "change",
  label,
  show: (item) => {
    const before = item[compare];
    return before ? <Change slug="net_revenue" value={valueOf(item, "net_revenue")} before={valueOf(before, "net_revenue")} /> : "–";
  },
});

const Part = ({ item, by }: { item: Item; by: Schema["OverviewBy"] }) => {
  const say = useText();
  const part = usePart(by);
  if (item.key === null) return say("finance.nobody");
  if (by !== "campaign") return part(item.name ?? String(item.key));
  return (
    <Anchor component={Link} to={`/campaigns/${item.key}`}>
      {item.name}
    </Anchor>
  );
};
