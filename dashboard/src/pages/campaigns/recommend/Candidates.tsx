import { Anchor, Badge, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { Range } from "../Range";

type Candidate = Schema["CandidateOut"];

export const Candidates = ({ items, label }: { items: readonly Candidate[]; label: string }) => {
  const say = useText();
  const formats = useFormats();
  const columns: Column<Candidate>[] = [
    { key: "position", label: say("campaigns.recommend.position"), width: 60, show: ({ position }) => position },
    { key: "name", label: say("word.influencer"), show: (one) => <Name candidate={one} /> },
    { key: "net", label: <MetricName slug="net_contribution" />, show: ({ net }) => <Range of={net} isCell /> },
    { key: "probability", label: say("campaigns.recommend.probability"), isFigure: true, show: ({ probability_positive }) => formats.chance(probability_positive) },
    { key: "revenue", label: say("campaigns.recommend.revenue"), isFigure: true, show: ({ revenue }) => formats.money(revenue) },
    { key: "cost", label: say("campaigns.recommend.cost"), show: (one) => <Cost candidate={one} /> },
    { key: "platform", label: say("word.platform"), show: ({ platform, tier }) => `${platform} · ${tier}` },
  ];
  return <DataTable label={label} rows={items} columns={columns} idOf={({ influencer_id }) => influencer_id} />;
};

/** The name, and beside it why: on a phone the other columns are out of sight. */
const Name = ({ candidate }: { candidate: Candidate }) => {
  const say = useText();
  const { change } = useFilters();
  return (
    <Stack gap={2} align="flex-start">
      <Anchor component={Link} to={`/influencers/${candidate.influencer_id}`}>
        {candidate.influencer_name}
      </Anchor>
      <Group gap={6}>
        <Anchor component="button" type="button" fz="xs" inherit={false} onClick={() => change({ why: candidate.influencer_id })} aria-label={say("campaigns.recommend.why.of", { name: candidate.influencer_name })}>
          {say("campaigns.recommend.why")}
        </Anchor>
        {candidate.arranged && (
          <Badge component="span" variant="default" tt="none" fw={500} miw="max-content">
            {say("campaigns.recommend.arranged")}
          </Badge>
        )}
      </Group>
    </Stack>
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
