import { Anchor, Group } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { CampaignPick } from "@/ui/pickers";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import type { Budget } from "./data";
import { Remaining } from "./Remaining";
import { BarLegend, SpendBar } from "./SpendBar";

const NEWEST = "-start_date";
const AT_ONCE = 50;
const MONEY = ["planned", "requested", "committed", "incurred", "paid"] as const;

const Budgets = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const sorted = search.get("sort") ?? NEWEST;
  const asked = { campaign_id: filters.campaign_id, sort: sorted };
  const { query, rows } = useList(["list", "/api/budgets", asked], (cursor) => api.GET("/api/budgets", { params: { query: { ...asked, cursor, limit: AT_ONCE } } }));
  return (
    <FinancePage title={say("budgets.title")} about={say("budgets.about")}>
      <Group align="flex-end" justify="space-between">
        <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={260} />
        <BarLegend />
      </Group>
      <Listed query={query}>
        <DataTable label={say("budgets.title")} rows={rows} columns={useColumns()} idOf={(one) => one.campaign_id} sorted={sorted} onSort={(sort) => change({ sort })} empty={say("budgets.empty")} />
      </Listed>
    </FinancePage>
  );
};

const useColumns = (): Column<Budget>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    {
      key: "campaign",
      label: say("word.campaign"),
      sort: "campaign_name",
      show: (one) => (
        <Anchor component={Link} to={`/finance/budgets/${one.campaign_id}`}>
          {one.campaign_name}
        </Anchor>
      ),
    },
    { key: "bar", label: say("budgets.howFar"), width: 150, show: (one) => <SpendBar of={one} limit={one.budget} name={one.campaign_name} /> },
    { key: "budget", label: say("budgets.budget"), isFigure: true, show: (one) => formats.money(one.budget) },
    ...MONEY.map((name) => ({ key: name, label: say(`budgets.${name}`), isFigure: true, show: (one: Budget) => formats.money(one[name]) })),
    { key: "remaining", label: say("budgets.remaining"), isFigure: true, show: (one) => <Remaining amount={one.remaining} /> },
  ];
};

export default Budgets;
