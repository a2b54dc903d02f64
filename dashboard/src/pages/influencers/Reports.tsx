import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { Day } from "@/pages/performance/Day";
import { periodOf } from "@/pages/performance/periods";
import { useMe } from "@/session/session";
import { type Filters, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

type Asked = { from?: string; to?: string; sort: string; cursor?: string };

const read = (influencer_id: number, query: Asked) => api.GET("/api/influencers/{influencer_id}/metrics", { params: { path: { influencer_id }, query } });
type Row = NonNullable<Awaited<ReturnType<typeof read>>["data"]>["items"][number];

const COUNTS = ["impressions", "clicks", "likes", "comments", "shares", "saves", "conversions"] as const;
const MONEY = ["spend", "revenue"] as const;
const SORTS: readonly string[] = ["impressions", "clicks", "spend"];
const FIRST_SORT = "-day";

/** Each report of a feed as it came. */
export const Reports = ({ influencerId: influencer_id, filters }: { influencerId: number; filters: Filters }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const { search, change } = useFilters();
  const sort = search.get("reports") ?? FIRST_SORT;
  const asked = { ...periodOf(filters, today), sort };
  const { query, rows } = useList(["influencer-reports", influencer_id, asked], (cursor) => read(influencer_id, { ...asked, cursor }));
  const columns = useColumns();
  return (
    <Listed query={query}>
      <DataTable label={say("influencers.reports")} rows={rows} columns={columns} idOf={(row) => row.metric_id} sorted={sort} onSort={(reports) => change({ reports })} empty={say("influencers.reports.empty")} />
    </Listed>
  );
};

const useColumns = (): Column<Row>[] => {
  const say = useText();
  const formats = useFormats();
  const sortOf = (name: string) => (SORTS.includes(name) ? name : undefined);
  return [
    { key: "day", label: say("word.date"), sort: "day", show: (row) => <Day day={row.day} /> },
    { key: "source", label: say("influencers.source"), show: (row) => row.source },
    {
      key: "campaign",
      label: say("word.campaign"),
      show: (row) =>
        row.campaign_id === null ? (
          "–"
        ) : (
          <Anchor component={Link} to={`/campaigns/${row.campaign_id}`}>
            {row.campaign_id}
          </Anchor>
        ),
    },
    ...COUNTS.map((name) => ({ key: name, label: say(`influencers.report.${name}`), sort: sortOf(name), isFigure: true, show: (row: Row) => formats.count(row[name]) })),
    ...MONEY.map((name) => ({ key: name, label: say(`influencers.report.${name}`), sort: sortOf(name), isFigure: true, show: (row: Row) => formats.money(row[name]) })),
  ];
};
