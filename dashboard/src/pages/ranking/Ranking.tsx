import { Group, SegmentedControl, Select, Stack, Text, Title } from "@mantine/core";

import { useMemo } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMetrics } from "@/ui/catalogue";
import { Chart } from "@/ui/chart";
import { useFilters, WindowFilter, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";

import { intervals, intervalSpec } from "./charts";
import { Explanation } from "./Explanation";
import { Places } from "./Places";

type Item = Schema["RankingItem"];
type Answer = Schema["Ranking"];
const SCORE = "score";
const PER_PAGE = 200;
/** Lists that never mix: each state has places of its own. */
const STATES = ["ranked", "without_cost", "not_enough_data"] as const;

const Ranking = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const by = search.get("by") ?? SCORE;
  const platform = filters.platform;
  const order = search.get("order") === "worst" ? "worst" : "best";
  const asked = { ...windowOf(filters), platform, by, order, limit: PER_PAGE } as const;
  const { query } = useList<Item, Answer>(["get", "/api/rankings", "list", asked], (cursor) => api.GET("/api/rankings", { params: { query: { ...asked, cursor } } }));
  return (
    <Page title={say("ranking.title")} about={say("ranking.about")}>
      <Group align="flex-end" className="no-print">
        <WindowFilter />
        <By by={by} />
        <SegmentedControl
          aria-label={say("ranking.order")}
          data={[
            { value: "best", label: say("ranking.order.best") },
            { value: "worst", label: say("ranking.order.worst") },
          ]}
          value={order}
          onChange={(value) => change({ order: value === "worst" ? value : null })}
        />
      </Group>
      <Listed query={query}>{query.data && <Lists pages={query.data.pages} by={by} />}</Listed>
      <Explanation influencerId={Number(search.get("why")) || null} window={filters.window} onClose={() => change({ why: null })} />
    </Page>
  );
};

const By = ({ by }: { by: string }) => {
  const say = useText();
  const { change } = useFilters();
  const metrics = useMetrics().map(({ slug, label }) => ({ value: slug, label }));
  return (
    <Select label={say("ranking.by")} data={[{ value: SCORE, label: say("ranking.by.score") }, ...metrics]} value={by} onChange={(value) => change({ by: value })} allowDeselect={false} searchable w={260} />
  );
};

const Lists = ({ pages, by }: { pages: readonly Answer[]; by: string }) => {
  const say = useText();
  const formats = useFormats();
  const items = useMemo(() => pages.flatMap((page) => [...page.items, ...(page.without_cost ?? [])]), [pages]);
  const counts = pages[0]?.counts ?? {};
  const ranked = useMemo(() => items.filter((item) => item.state === "ranked"), [items]);
  if (by !== SCORE) return <Places items={items} by={by} label={say("ranking.ranked")} />;
  return (
    <Stack gap="lg">
      <Intervals items={ranked} />
      {STATES.map((state) => {
        const own = items.filter((item) => item.state === state);
        return own.length > 0 || counts[state] || state === "ranked" ? (
          <section key={state}>
            <Title order={2} size="h4">
              {say(`ranking.${state}`)} ({formats.count(counts[state] ?? 0)})
            </Title>
            {state !== "ranked" && (
              <Text size="sm" c="dimmed" mb="xs">
                {say(`ranking.${state}.about`)}
              </Text>
            )}
            <Places items={own} by={by} label={say(`ranking.${state}`)} />
          </section>
        ) : null;
      })}
    </Stack>
  );
};

const Intervals = ({ items }: { items: readonly Item[] }) => {
  const say = useText();
  const formats = useFormats();
  // The same as long as the answer is, so that the chart is not drawn anew with each render.
  const data = useMemo(() => intervals(items), [items]);
  const spec = useMemo(() => intervalSpec(data), [data]);
  const [first] = data;
  if (!first) return null;
  const of = { count: data.length, best: String(first.influencer), value: formats.ratio(first.roi as number), low: formats.ratio(first.low as number), high: formats.ratio(first.high as number) };
  return <Chart order={2} title={say("ranking.chart")} alt={say("ranking.chart.alt", of)} spec={spec} data={data} height={40 + data.length * 22} />;
};

export default Ranking;
