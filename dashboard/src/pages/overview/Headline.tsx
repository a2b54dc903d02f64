import { Stack, Title } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { Compared } from "@/pages/performance/compare";
import type { Period } from "@/pages/performance/periods";
import { Figures } from "@/ui/metrics";
import { Loaded, Loading } from "@/ui/states";

// Of the cards to come: under each other on a phone, beside each other, the longest name in two lines, on a desk.
const HEIGHT = { base: 560, xs: 390, md: 137 };
const MAIN = ["net_revenue", "cost", "roi", "orders", "return_rate"] as const;

/** The whole shop in five figures, each beside the other period's. */
export const Headline = ({ period, before }: { period: Period | null; before: Period | null }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/metrics/shop", { params: { query: period ?? { window: "all" } } });
  const other = $api.useQuery("get", "/api/metrics/shop", { params: { query: { ...before } } }, { enabled: before !== null });
  const then = before ? other.data?.metrics : undefined;
  return (
    <Stack gap="xs">
      <Title order={2} className="visually-hidden">
        {say("overview.figures")}
      </Title>
      <Compared period={period} before={before} />
      <Loaded query={query} height={HEIGHT}>
        {({ metrics }) =>
          other.isLoading ? (
            <Loading height={HEIGHT} />
          ) : (
            <Figures figures={MAIN.map((slug) => ({ slug, value: metrics[slug], before: then?.[slug], note: metrics[slug] === null && say("metric.none") }))} />
          )
        }
      </Loaded>
    </Stack>
  );
};
