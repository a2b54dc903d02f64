import { Group, SegmentedControl, Text } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { type Filters, useFilters, windowOf } from "@/ui/filters";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { type Answer, type Line, ReturnLines } from "./ReturnLines";
import { SalesFilters } from "./SalesFilters";
import { Sections } from "./Sections";

const BY = ["product", "category", "influencer"] as const;
const DAYS = ["purchase_day", "return_day"] as const;
type Day = (typeof DAYS)[number];
const LISTED = 100;

const Returns = () => {
  const say = useText();
  const { filters, search, change } = useFilters();
  const by = BY.find((one) => one === search.get("by")) ?? "product";
  const day = DAYS.find((one) => one === search.get("day")) ?? "purchase_day";
  const Lines = { product: ByProduct, category: ByCategory, influencer: ByInfluencer }[by];
  return (
    <Page title={say("products.section.returns")} about={say("returns.about")} above={[{ label: say("nav.products"), to: "/products" }]}>
      <Sections />
      <SalesFilters />
      <Group className="no-print">
        <SegmentedControl aria-label={say("returns.by")} data={BY.map((value) => ({ value, label: say(`word.${value}`) }))} value={by} onChange={(value) => change({ by: value })} />
        <SegmentedControl aria-label={say("returns.day")} data={DAYS.map((value) => ({ value, label: say(`returns.day.${value}`) }))} value={day} onChange={(value) => change({ day: value })} />
      </Group>
      {day === "return_day" && <Text size="sm">{say("returns.day.return_day.about")}</Text>}
      <Lines filters={filters} day={day} />
    </Page>
  );
};

type Props = { filters: Filters; day: Day };

const questionOf = ({ filters, day }: Props) => {
  const { influencer_id, campaign_id, product_id, category, platform } = filters;
  return { params: { query: { ...windowOf(filters), influencer_id, campaign_id, product_id, category, platform, by: day, limit: LISTED } } };
};

/** The three questions differ in what a line is called; the figures are the same. */
const shown = <Item extends Answer["items"][number]>(answer: { shop: Answer["shop"]; items: readonly Item[] }, line: (item: Item) => Line["head"]) => (
  <ReturnLines shop={answer.shop} lines={answer.items.map((figures) => ({ head: line(figures), figures }))} />
);

const ByProduct = (props: Props) => {
  const query = $api.useQuery("get", "/api/returns/by-product", questionOf(props));
  return <Loaded query={query}>{(answer) => shown(answer, ({ product_id, title }) => ({ id: String(product_id), name: title, to: `/products/${product_id}` }))}</Loaded>;
};

const ByCategory = (props: Props) => {
  const query = $api.useQuery("get", "/api/returns/by-category", questionOf(props));
  return <Loaded query={query}>{(answer) => shown(answer, ({ category }) => ({ id: category, name: category, to: `/products?category=${encodeURIComponent(category)}` }))}</Loaded>;
};

const ByInfluencer = (props: Props) => {
  const query = $api.useQuery("get", "/api/returns/by-influencer", questionOf(props));
  return <Loaded query={query}>{(answer) => shown(answer, ({ influencer_id, influencer_name }) => ({ id: String(influencer_id), name: influencer_name, to: `/influencers/${influencer_id}` }))}</Loaded>;
};

export default Returns;
