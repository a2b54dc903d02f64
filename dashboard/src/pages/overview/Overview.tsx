import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters, WindowFilter, windowOf } from "@/ui/filters";
import { Figures } from "@/ui/metrics";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

const MAIN = ["net_revenue", "cost", "roi", "orders", "return_rate"] as const;

/** The company's state in one screen. */
const Overview = () => {
  const say = useText();
  const { filters } = useFilters();
  const query = $api.useQuery("get", "/api/metrics/shop", { params: { query: windowOf(filters) } });
  return (
    <Page title={say("nav.overview")}>
      <WindowFilter />
      <Loaded query={query}>{(shop) => <Figures figures={MAIN.map((slug) => ({ slug, value: (shop.metrics as Record<string, string | number | null>)[slug] }))} />}</Loaded>
    </Page>
  );
};

export default Overview;
