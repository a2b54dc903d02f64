import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { type MessageId, useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { idOf, type Item, type Level } from "./data";
import { Roi } from "./Roi";
import { Trend } from "./Trend";
import { WordBadge } from "./WordBadge";

type Props = { items: readonly Item[]; by: Level; sorted: string; isReckoned: boolean; onWhy: (item: Item) => void };

const MONEY = ["net_revenue", "cost", "net_contribution"] as const;

/** Those of which something can be said, and apart from them those with too little data. */
export const ProfitTable = ({ items, by, sorted, isReckoned, onWhy }: Props) => {
  const say = useText();
  const { change, search } = useFilters();
  const columns = useColumns(by, onWhy);
  const [enough, few] = [items.filter((item) => item.recommendation !== "not_enough_data"), items.filter((item) => item.recommendation === "not_enough_data")];
  const isFiltered = ["campaign_id", "influencer_id", "platform", "recommendation"].some((name) => search.has(name));
  const empty = say(!isReckoned ? "profitability.empty.unreckoned" : isFiltered ? "state.empty.filtered" : "profitability.empty");
  const lists: [MessageId, Item[]][] = [
    ["profitability.judged", enough],
    ["profitability.word.not_enough_data", few],
  ];
  if (items.length === 0) return <DataTable label={say("profitability.title")} rows={items} columns={columns} idOf={idOf} empty={empty} />;
  return lists.map(([title, rows]) =>
    rows.length === 0 ? null : (
      <Stack key={title} gap="xs" component="section">
        <Title order={2} size="h4">
          {say(title)}
        </Title>
        {rows === few && (
          <Text size="sm" c="dimmed">
            {say("profitability.few.about")}
          </Text>
        )}
        <DataTable label={say(title)} rows={rows} columns={columns} idOf={idOf} sorted={sorted} onSort={(sort) => change({ sort })} />
      </Stack>
    ),
  );
};

const useColumns = (by: Level, onWhy: (item: Item) => void): Column<Item>[] => {
  const say = useText();
  const formats = useFormats();
  const metric = useCatalogue();
  return [
    {
      key: "influencer",
      label: say("word.influencer"),
      show: (item) => (
        <Anchor component={Link} to={`/influencers/${item.influencer_id}`}>
          {item.influencer_name}
        </Anchor>
      ),
    },
    ...(by === "collaboration"
      ? [
          {
            key: "campaign",
            label: say("word.campaign"),
            show: (item: Item) => (
              <Anchor component={Link} to={`/campaigns/${item.campaign_id}`}>
                {item.campaign_name}
              </Anchor>
            ),
          },
        ]
      : []),
    {
      key: "word",
      label: say("profitability.word"),
      show: (item) => (
        <>
          <WordBadge word={item.recommendation} />
          <Anchor component="button" type="button" size="sm" onClick={() => onWhy(item)} aria-label={say("profitability.why.of", { name: item.influencer_name })}>
            {say("profitability.why")}
          </Anchor>
        </>
      ),
    },
    { key: "roi", label: say("profitability.expected"), sort: "roi", show: (item) => <Roi item={item} /> },
    { key: "probability", label: say("profitability.probability"), sort: "probability_positive", isFigure: true, show: (item) => formats.chance(item.expected_roi.probability_positive) },
    { key: "trend", label: say("profitability.trend"), show: (item) => <Trend trend={item.trend} /> },
    ...MONEY.map((slug) => ({ key: slug, label: <MetricName slug={slug} />, name: metric(slug)?.label ?? slug, sort: slug, isFigure: true, show: (item: Item) => formats.money(item[slug]) })),
    { key: "orders", label: <MetricName slug="orders" />, name: metric("orders")?.label ?? "orders", sort: "orders", isFigure: true, show: (item) => formats.count(item.orders) },
  ];
};
