import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { type Filters, useFilters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { barSpec } from "./charts";
import { ProductLink } from "./marks";

type Category = Schema["CategorySales"];
type Growth = Category["previous"];
const DRAWN = 15;

/** Categories beside each other: share, growth, what sells best in them. */
export const Categories = ({ filters }: { filters: Filters }) => {
  const { influencer_id, campaign_id, product_id, category, platform } = filters;
  const query = $api.useQuery("get", "/api/sales/by-category", { params: { query: { ...windowOf(filters), influencer_id, campaign_id, product_id, category, platform } } });
  const say = useText();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("sales.categories")}
      </Title>
      <Loaded query={query}>
        {({ items }) => (
          <Stack>
            <Table items={items} />
            {items.length > 1 && <Bars items={items} />}
          </Stack>
        )}
      </Loaded>
    </section>
  );
};

const Table = ({ items }: { items: readonly Category[] }) => {
  const say = useText();
  const formats = useFormats();
  const { change } = useFilters();
  const columns: Column<Category>[] = [
    {
      key: "category",
      label: say("word.category"),
      show: (one) => (
        <Anchor component="button" type="button" onClick={() => change({ category: one.category })} ta="left">
          {one.category}
        </Anchor>
      ),
    },
    { key: "net", label: <MetricName slug="net_revenue" />, isFigure: true, show: (one) => formats.money(one.net_revenue) },
    { key: "share", label: say("sales.share"), isFigure: true, show: (one) => formats.ratio(one.share) },
    { key: "previous", label: say("sales.growth.previous"), isFigure: true, show: (one) => <Grown growth={one.previous} /> },
    { key: "year", label: say("sales.growth.lastYear"), isFigure: true, show: (one) => <Grown growth={one.last_year} /> },
    { key: "units", label: <MetricName slug="units" />, isFigure: true, show: (one) => formats.count(one.units) },
    { key: "returned", label: say("sales.returnedUnits"), isFigure: true, show: (one) => formats.count(one.returned_units) },
    { key: "best", label: say("sales.best"), show: (one) => <Best products={one.best_products} /> },
  ];
  return <DataTable label={say("sales.categories")} rows={items} columns={columns} idOf={(one) => one.category} empty={say("sales.none")} />;
};

/** Growth in per cent of what it was; in words where there was nothing to grow from. */
const Grown = ({ growth }: { growth: Growth }) => {
  const say = useText();
  const formats = useFormats();
  if (!growth) return "–";
  const title = say("sales.growth.than", { amount: formats.money(growth.net_revenue), first: formats.day(growth.first), last: formats.day(growth.last) });
  if (growth.growth === null) {
    return (
      <Text span inherit c="dimmed" title={title}>
        {say("sales.growth.none")}
      </Text>
    );
  }
  return (
    <span title={title}>
      {growth.growth > 0 ? "+" : ""}
      {formats.ratio(growth.growth)}
    </span>
  );
};

const Best = ({ products }: { products: Category["best_products"] }) => {
  const formats = useFormats();
  return (
    <Text size="sm" component="ol" m={0} pl="md">
      {products.map(({ product_id, title, net_revenue }) => (
        <li key={product_id}>
          <ProductLink id={product_id} title={title} /> {formats.money(net_revenue)}
        </li>
      ))}
    </Text>
  );
};

const Bars = ({ items }: { items: readonly Category[] }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => items.slice(0, DRAWN).map(({ category, net_revenue }, order): Datum => ({ name: category, order, amount: Number(net_revenue), exact: net_revenue })), [items]);
  const spec = useMemo(() => barSpec({ name: say("word.category"), amount: say("sales.net") }), [say]);
  const columns: Column<Datum>[] = [
    { key: "name", label: say("word.category"), show: (row) => row.name },
    { key: "amount", label: say("sales.net"), isFigure: true, show: (row) => formats.money(String(row.exact)) },
  ];
  const [first] = items;
  const alt = say("sales.categories.alt", { count: data.length, best: first?.category, amount: formats.money(first?.net_revenue) });
  return <Chart title={say("sales.categories.chart")} alt={alt} spec={spec} data={data} columns={columns} height={50 + data.length * 26} />;
};
