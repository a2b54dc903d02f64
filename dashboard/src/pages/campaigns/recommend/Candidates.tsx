import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { Range } from "../Range";
import { chanceOf } from "./verdict";

type Candidate = Schema["CandidateOut"];

export const Candidates = ({ items, label }: { items: readonly Candidate[]; label: string }) => {
  const say = useText();
  const formats = useFormats();
  const { change } = useFilters();
  const columns: Column<Candidate>[] = [
    { key: "position", label: say("campaigns.recommend.position"), width: 60, show: ({ position }) => position },
    { key: "name", label: say("word.influencer"), show: (one) => <Name candidate={one} /> },
    { key: "net", label: <MetricName slug="net_contribution" />, show: ({ net }) => <Range of={net} isCell /> },
    { key: "probability", label: say("campaigns.recommend.probability"), isFigure: true, show: ({ probability_positive }) => chanceOf(probability_positive, formats) },
    { key: "revenue", label: say("campaigns.recommend.revenue"), isFigure: true, show: ({ revenue }) => formats.money(revenue) },
    { key: "cost", label: say("campaigns.recommend.cost"), show: (one) => <Cost candidate={one} /> },
    { key: "platform", label: say("word.platform"), show: ({ platform, tier }) => `${platform} · ${tier}` },
    {
      key: "why",
      label: <span className="visually-hidden">{say("campaigns.recommend.why")}</span>,
      show: (one) => (
        <Anchor component="button" type="button" size="sm" onClick={() => change({ why: one.influencer_id })} aria-label={say("campaigns.recommend.why.of", { name: one.influencer_name })}>
          {say("campaigns.recommend.why")}
        </Anchor>
      ),
    },
  ];
  return <DataTable label={label} rows={items} columns={columns} idOf={({ influencer_id }) => influencer_id} />;
};

const Name = ({ candidate }: { candidate: Candidate }) => {
  const say = useText();
  return (
    <Group gap={6}>
      <Anchor component={Link} to={`/influencers/${candidate.influencer_id}`}>
        {candidate.influencer_name}
      </Anchor>
      {candidate.arranged && (
        <Badge component="span" variant="default" tt="none" fw={500}>
          {say("campaigns.recommend.arranged")}
        </Badge>
      )}
    </Group>
  );
};

/** What it is expected to cost, and whence that is known. */
const Cost = ({ candidate }: { candidate: Candidate }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Text span inherit style={{ fontVariantNumeric: "tabular-nums" }}>
      {candidate.cost_from === "unknown" ? say("metric.none") : formats.money(candidate.cost)}{" "}
      {candidate.cost_from !== "unknown" && (
        <Text span size="xs" c="dimmed" display="block" style={{ whiteSpace: "nowrap" }}>
          {say(`campaigns.recommend.cost.${candidate.cost_from}`)}
        </Text>
      )}
    </Text>
  );
};
