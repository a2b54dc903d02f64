import { Button, Group, Select, SimpleGrid, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { type Filters, useFilters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import type { Column } from "@/ui/table";

import { seasonSpec } from "./charts";

type Category = Schema["CategorySales"];
type Season = Schema["SeasonOut"];

/** When a category sells: months and weekdays against its usual day. Asked for only when wanted, since it takes longer. */
export const Seasons = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const { change, search } = useFilters();
  const isWanted = search.get("seasons") === "true";
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say("sales.seasons")}
        </Title>
        <Button className="no-print" variant="default" size="xs" onClick={() => change({ seasons: isWanted ? null : "true" })} aria-expanded={isWanted}>
          {say(isWanted ? "sales.seasons.hide" : "sales.seasons.show")}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {say("sales.seasons.about")}
      </Text>
      {isWanted && <Wanted filters={filters} />}
    </section>
  );
};

const Wanted = ({ filters }: { filters: Filters }) => {
  const { influencer_id, campaign_id, product_id, category, platform } = filters;
  const asked = { ...windowOf(filters), influencer_id, campaign_id, product_id, category, platform, seasonality: true };
  const query = $api.useQuery("get", "/api/sales/by-category", { params: { query: asked } });
  return <Loaded query={query}>{({ items }) => <OneCategory items={items.filter(({ seasonality }) => seasonality)} />}</Loaded>;
};

const OneCategory = ({ items }: { items: readonly Category[] }) => {
  const say = useText();
  const { change, search } = useFilters();
  const chosen = items.find(({ category }) => category === search.get("season")) ?? items[0];
  if (!chosen?.seasonality) return <Empty>{say("sales.none")}</Empty>;
  return (
    <>
      <Select label={say("word.category")} data={items.map(({ category }) => category)} value={chosen.category} onChange={(season) => change({ season })} allowDeselect={false} searchable w={230} my="sm" />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Bars seasons={chosen.seasonality.by_month} kind="month" category={chosen.category} />
        <Bars seasons={chosen.seasonality.by_weekday} kind="weekday" category={chosen.category} />
      </SimpleGrid>
    </>
  );
};

// 2024 began on a Monday: day `number` of January is weekday `number`, and its months are months.
const useSeasonName = (kind: "month" | "weekday"): ((number: number) => string) => {
  const { language } = useLanguage();
  return useMemo(() => {
    const names = new Intl.DateTimeFormat(language, { [kind]: "short", timeZone: "UTC" });
    return (number) => names.format(kind === "month" ? Date.UTC(2024, number - 1, 1) : Date.UTC(2024, 0, number));
  }, [language, kind]);
};

const Bars = ({ seasons, kind, category }: { seasons: readonly Season[]; kind: "month" | "weekday"; category: string }) => {
  const say = useText();
  const formats = useFormats();
  const nameOf = useSeasonName(kind);
  const data = useMemo(
    () => seasons.map(({ number, units, index }): Datum => ({ name: nameOf(number), order: number, units, change: index === null ? null : index - 1 })),
    [seasons, nameOf],
  );
  const spec = useMemo(() => seasonSpec({ name: say(`sales.seasons.${kind}`), amount: say("sales.seasons.change") }), [say, kind]);
  const [best] = data.toSorted((one, other) => Number(other.change) - Number(one.change));
  const columns: Column<Datum>[] = [
    { key: "name", label: say(`sales.seasons.${kind}`), show: (row) => row.name },
    { key: "units", label: say("sales.units"), isFigure: true, show: (row) => formats.count(Number(row.units)) },
    { key: "change", label: say("sales.seasons.change"), isFigure: true, show: (row) => (row.change === null ? "–" : formats.ratio(Number(row.change))) },
  ];
  const alt = say("sales.seasons.alt", { category, best: String(best?.name ?? "–"), change: formats.ratio(Number(best?.change ?? 0)) });
  return <Chart title={say(`sales.seasons.by.${kind}`, { category })} alt={alt} spec={spec} data={data} columns={columns} height={200} />;
};
