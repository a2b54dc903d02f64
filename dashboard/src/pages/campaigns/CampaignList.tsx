import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { type Campaign, useAlerts } from "./data";
import { listQuery } from "./query";
import { Badges } from "./StatusBadge";

const NEWEST = "-start_date";
const AT_ONCE = 50;

export const CampaignList = () => {
  const say = useText();
  const { change, search } = useFilters();
  const sorted = search.get("sort") ?? NEWEST;
  const asked = { ...listQuery(search, useMe()), sort: sorted };
  const { query, rows } = useList(["list", "/api/campaigns", asked], (cursor) => api.GET("/api/campaigns", { params: { query: { ...asked, cursor, limit: AT_ONCE } } }));
  const isFiltered = ["q", "status", "alert", "mine", "from"].some((name) => search.has(name));
  return (
    <Listed query={query}>
      <DataTable
        label={say("nav.campaigns")}
        rows={rows}
        columns={useColumns()}
        idOf={(campaign) => campaign.campaign_id}
        sorted={sorted}
        onSort={(sort) => change({ sort })}
        empty={say(isFiltered ? "state.empty.filtered" : "campaigns.empty")}
      />
    </Listed>
  );
};

const useColumns = (): Column<Campaign>[] => {
  const say = useText();
  const formats = useFormats();
  const alerts = useAlerts();
  return [
    {
      key: "name",
      label: say("word.campaign"),
      sort: "campaign_name",
      show: (campaign) => (
        <Anchor component={Link} to={`/campaigns/${campaign.campaign_id}`}>
          {campaign.campaign_name}
        </Anchor>
      ),
    },
    { key: "status", label: say("word.status"), show: ({ campaign_id, status }) => <Badges status={status} alert={alerts.get(campaign_id)} /> },
    { key: "start", label: say("campaigns.start"), sort: "start_date", show: ({ start_date }) => formats.day(start_date) },
    { key: "end", label: say("campaigns.end"), sort: "end_date", show: ({ end_date }) => formats.day(end_date) },
    { key: "budget", label: say("campaigns.budget"), sort: "budget", isFigure: true, show: ({ budget }) => formats.money(budget) },
  ];
};
