import { Anchor, Group, SegmentedControl, Title, Tooltip } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricValue } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import type { Metrics } from "../data";
import { sortRows } from "../sorting";

type Success = Schema["SuccessOut"];
type Row = { id: string; name: string; to?: string; metrics: Metrics };

const BY = ["influencer", "product", "day"] as const;
type By = (typeof BY)[number];
const NAMES = { influencer: "word.influencer", product: "word.product", day: "campaigns.by.theDay" } as const;

const COLUMNS: Record<By, readonly string[]> = {
  influencer: ["net_revenue", "cost", "roi", "orders", "clicks", "cvr", "ctr", "return_rate", "new_customers"],
  // Clicks, costs and customers name no product.
  product: ["net_revenue", "orders", "units", "returned_revenue", "return_rate", "aov", "average_rating"],
  day: ["net_revenue", "cost", "orders", "clicks", "impressions", "new_customers"],
};

const useRows = (success: Success, by: By): Row[] => {
  const formats = useFormats();
  if (by === "product") return success.products.map((one) => ({ id: String(one.product_id), name: one.title, to: `/products/${one.product_id}`, metrics: one.metrics as Metrics }));
  if (by === "day") return success.days.map((one) => ({ id: one.day, name: formats.day(one.day), metrics: one.metrics as Metrics }));
  return success.influencers.map((one) => ({ id: String(one.influencer_id), name: one.influencer_name, to: `/influencers/${one.influencer_id}`, metrics: one.metrics as Metrics }));
};

/** The campaign's figures by who, what or when. */
export const Parts = ({ success }: { success: Success }) => {
  const say = useText();
  const { search, change } = useFilters();
  const by = BY.find((one) => one === search.get("by")) ?? "influencer";
  const sorted = search.get("sort") ?? (by === "day" ? "id" : "-net_revenue");
  const rows = sortRows(useRows(success, by), sorted, (row, key) => (key === "id" ? row.id : key === "name" ? row.name : row.metrics[key]));
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say("campaigns.parts")}
        </Title>
        <SegmentedControl aria-label={say("campaigns.parts")} value={by} onChange={(value) => change({ by: value, sort: null })} data={BY.map((value) => ({ value, label: say(NAMES[value]) }))} className="no-print" />
      </Group>
      <DataTable label={say(`campaigns.by.${by}`)} rows={rows} columns={useColumns(by)} idOf={(row) => row.id} sorted={sorted} onSort={(sort) => change({ sort })} empty={say(`campaigns.by.${by}.empty`)} />
    </section>
  );
};

const useColumns = (by: By): Column<Row>[] => {
  const say = useText();
  const metricOf = useCatalogue();
  return [
    {
      key: "name",
      label: say(by === "day" ? "word.date" : by === "product" ? "word.product" : "word.influencer"),
      sort: by === "day" ? "id" : "name",
      show: (row) =>
        row.to ? (
          <Anchor component={Link} to={row.to}>
            {row.name}
          </Anchor>
        ) : (
          row.name
        ),
    },
    ...COLUMNS[by].map((slug) => ({
      key: slug,
      label: <Heading slug={slug} />,
      name: metricOf(slug)?.label,
      sort: slug,
      isFigure: true,
      show: (row: Row) => <MetricValue slug={slug} value={row.metrics[slug]} />,
    })),
  ];
};

/** The metric's name with its formula on hover; no stop of its own for Tab, since the heading is a button. */
const Heading = ({ slug }: { slug: string }) => {
  const metric = useCatalogue()(slug);
  return (
    <Tooltip label={`${metric?.label} = ${metric?.formula}`}>
      <span>{metric?.label ?? slug}</span>
    </Tooltip>
  );
};
