import { Anchor, Box, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { Range } from "../Range";

type Whole = Schema["SetOut"];

/** What a set brings together; each name stands above its figure, so that intervals fit a phone. */
export const SetFacts = ({ set }: { set: Whole }) => {
  const say = useText();
  const formats = useFormats();
  const facts: readonly [string, ReactNode][] = [
    [say("campaigns.set.net"), <Range key="net" of={set.net} isCell />],
    [say("campaigns.set.revenue"), <Range key="revenue" of={set.revenue} isCell />],
    [say("campaigns.set.cost"), `${formats.money(set.cost)} · ${say(set.within_budget ? "campaigns.set.within" : "campaigns.set.beyond")}`],
    [say("campaigns.set.roi"), formats.ratio(set.roi)],
    [say("campaigns.recommend.probability"), formats.chance(set.probability_positive)],
    [say("campaigns.set.members"), formats.count(set.members.length)],
    [say("campaigns.set.once"), formats.money(set.counted_once)],
  ];
  return (
    <Box component="dl" m={0} style={{ display: "grid", gap: 12, gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 220px), 1fr))" }}>
      {facts.map(([name, what]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fw={600}>
            {what}
          </Text>
        </div>
      ))}
    </Box>
  );
};

export const Members = ({ set, label }: { set: Whole; label: string }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <DataTable
      label={label}
      rows={set.members}
      idOf={({ influencer_id }) => influencer_id}
      empty={say("campaigns.set.empty")}
      columns={[
        {
          key: "name",
          label: say("word.influencer"),
          show: (one) => (
            <Anchor component={Link} to={`/influencers/${one.influencer_id}`}>
              {one.influencer_name}
            </Anchor>
          ),
        },
        { key: "revenue", label: say("campaigns.recommend.revenue"), isFigure: true, show: ({ revenue }) => formats.money(revenue) },
        { key: "shared", label: <Text span inherit title={say("campaigns.set.shared.about")}>{say("campaigns.set.shared")}</Text>, isFigure: true, show: ({ shared }) => formats.money(shared) },
        { key: "cost", label: say("campaigns.recommend.cost"), isFigure: true, show: ({ cost }) => formats.money(cost) },
      ]}
    />
  );
};
