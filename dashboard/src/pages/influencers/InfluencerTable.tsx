import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Day } from "@/pages/performance/Day";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName, MetricValue } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import { FIRST_SORT } from "./asked";
import { PartnershipBadge } from "./PartnershipBadge";
import { usePerformance } from "./usePerformance";

type Row = Schema["InfluencerOut"];
const MEASURED = ["net_revenue", "roi"] as const;

export const InfluencerTable = ({ rows, empty }: { rows: readonly Row[]; empty: string }) => {
  const say = useText();
  const { search, change } = useFilters();
  const columns = useColumns(rows);
  return (
    <DataTable
      label={say("nav.influencers")}
      rows={rows}
      columns={columns}
      idOf={(row) => row.influencer_id}
      sorted={search.get("sort") ?? FIRST_SORT}
      onSort={(sort) => change({ sort })}
      empty={empty}
    />
  );
};

const useColumns = (rows: readonly Row[]): Column<Row>[] => {
  const say = useText();
  const formats = useFormats();
  const measured = useMeasured(rows);
  return [
    {
      key: "name",
      label: say("word.name"),
      sort: "influencer_name",
      show: (row) => (
        <Anchor component={Link} to={`/influencers/${row.influencer_id}`}>
          {row.influencer_name}
        </Anchor>
      ),
    },
    { key: "platform", label: say("word.platform"), show: (row) => row.platform },
    { key: "category", label: say("word.category"), show: (row) => row.category },
    { key: "tier", label: say("influencers.tier"), show: (row) => say(`influencers.tier.${row.tier}`) },
    { key: "followers", label: say("influencers.followers"), sort: "follower_count", isFigure: true, show: (row) => formats.count(row.follower_count) },
    { key: "clicked", label: say("influencers.clicked"), sort: "clicked_number", isFigure: true, show: (row) => formats.count(row.clicked_number) },
    ...measured,
    { key: "since", label: say("influencers.since"), sort: "member_since", show: (row) => <Day day={row.member_since} /> },
    { key: "partnership", label: say("influencers.partnership"), show: (row) => <PartnershipBadge influencer={row} /> },
  ];
};

/** Metrics beside the records, of the last 90 days; the list cannot be sorted by them, the ranking can. */
const useMeasured = (rows: readonly Row[]): Column<Row>[] => {
  const say = useText();
  const may = useMay();
  const metrics = usePerformance(may("analytics.read") ? rows.map((row) => row.influencer_id) : []);
  return MEASURED.map((slug) => ({
    key: slug,
    label: (
      <>
        <MetricName slug={slug} />, {say("influencers.days", { count: 90 })}
      </>
    ),
    isFigure: true,
    show: (row) => <MetricValue slug={slug} value={metrics.get(row.influencer_id)?.[slug]} />,
  }));
};
