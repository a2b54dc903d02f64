import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName, MetricValue } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { Interval } from "./Interval";
import css from "./ranking.module.css";

type Item = Schema["RankingItem"];
const BESIDE = ["net_revenue", "cost", "orders"] as const;

/** One list of places, by score with its interval or by a metric. */
export const Places = ({ items, by, label }: { items: readonly Item[]; by: string; label: string }) => {
  const say = useText();
  const formats = useFormats();
  const { change } = useFilters();
  const isScore = by === "score";
  const slugs = isScore ? BESIDE : [by, ...BESIDE.filter((slug) => slug !== by)];
  const columns: Column<Item>[] = [
    { key: "position", label: say("ranking.position"), width: 90, show: (item) => <Place item={item} /> },
    {
      key: "name",
      label: say("word.influencer"),
      show: (item) => (
        <Anchor component={Link} to={`/influencers/${item.influencer_id}`}>
          {item.influencer_name}
        </Anchor>
      ),
    },
    { key: "platform", label: say("word.platform"), show: (item) => item.platform },
    ...(isScore
      ? [
          { key: "roi", label: say("ranking.roi"), show: (item: Item) => <Interval roi={item.roi} /> },
          { key: "probability", label: say("ranking.probability"), isFigure: true, show: (item: Item) => formats.chance(item.roi.probability_positive) },
        ]
      : []),
    ...slugs.map((slug) => ({ key: slug, label: <MetricName slug={slug} />, isFigure: true, show: (item: Item) => <MetricValue slug={slug} value={valueOf(item, slug)} /> })),
    ...(isScore
      ? [
          {
            key: "why",
            label: "",
            show: (item: Item) => (
              <Anchor component="button" type="button" size="sm" onClick={() => change({ why: item.influencer_id })}>
                {say("ranking.why")}
              </Anchor>
            ),
          },
        ]
      : []),
  ];
  return <DataTable label={label} rows={items} columns={columns} idOf={(item) => item.influencer_id} />;
};

const valueOf = (item: Item, slug: string) => (item.metrics as Record<string, string | number | null>)[slug];

/** The place, and how far it is from the one before. */
const Place = ({ item }: { item: Item }) => {
  const say = useText();
  const { position, previous_position: before } = item;
  const moved = before === null ? 0 : before - position;
  return (
    <span className={css.place}>
      <b>{position}</b>
      {moved !== 0 && (
        <span className={css.moved} aria-label={say(moved > 0 ? "ranking.moved.up" : "ranking.moved.down", { places: Math.abs(moved) })}>
          {moved > 0 ? "▲" : "▼"} {Math.abs(moved)}
        </span>
      )}
    </span>
  );
};
