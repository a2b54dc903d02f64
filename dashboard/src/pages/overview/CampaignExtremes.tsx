import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { type Filters, windowOf } from "@/ui/filters";
import { MetricName, MetricValue } from "@/ui/metrics";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { Both } from "./Both";
import { campaignExtremes } from "./extremes";

type Group = Schema["GroupOut"];
// More than are shown: sales of no campaign and campaigns with too little data are among them.
const ASKED = 30;
const FIGURES = ["roi", "net_revenue", "cost", "orders"] as const;

/** Campaigns at both ends by their return in these days. */
export const CampaignExtremes = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const query = { ...windowOf(filters), by: "campaign" as const, limit: ASKED };
  const falling = $api.useQuery("get", "/api/performance/groups", { params: { query: { ...query, sort: "-roi" } } });
  const rising = $api.useQuery("get", "/api/performance/groups", { params: { query: { ...query, sort: "roi" } } });
  return (
    <Loaded query={falling}>
      {(most) => (
        <Loaded query={rising}>
          {(least) => {
            const { best, worst } = campaignExtremes(most.items, least.items);
            return (
              <Both
                parts={[
                  { title: say("overview.campaigns.best"), about: say("overview.campaigns.about"), content: <Table rows={best} label={say("overview.campaigns.best")} /> },
                  { title: say("overview.campaigns.worst"), about: say("overview.campaigns.about"), content: <Table rows={worst} label={say("overview.campaigns.worst")} /> },
                ]}
              />
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
};

const Table = ({ rows, label }: { rows: readonly Group[]; label: string }) => {
  const say = useText();
  const columns: Column<Group>[] = [
    {
      key: "name",
      label: say("word.campaign"),
      show: (group) => (
        <Anchor component={Link} to={`/campaigns/${group.key}`}>
          {group.name ?? group.key}
        </Anchor>
      ),
    },
    ...FIGURES.map((slug) => ({ key: slug, label: <MetricName slug={slug} />, isFigure: true, show: (group: Group) => <MetricValue slug={slug} value={group.metrics[slug]} /> })),
  ];
  return <DataTable label={label} rows={rows} columns={columns} idOf={(group) => String(group.key)} empty={say("overview.campaigns.empty")} />;
};
