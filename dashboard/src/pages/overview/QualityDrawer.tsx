import { Drawer } from "@mantine/core";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Findings } from "@/pages/performance/Findings";
import { type Filters, useFilters, windowOf } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Empty } from "@/ui/states";

type Flag = Schema["QualityFlag"];
const FLAGS: readonly Flag[] = ["clicks_above_impressions", "more_orders_than_clicks", "unknown_channel", "followers_falling", "sudden_jump", "engagement_out_of_line"];

/** The findings of one kind; which kind is in the address, so that they can be linked to. */
export const QualityDrawer = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const { search, change } = useFilters();
  const flag = FLAGS.find((one) => one === search.get("quality"));
  return (
    <Drawer opened={flag !== undefined} onClose={() => change({ quality: null })} position="right" size="lg" title={flag && say(`quality.${flag}`)} closeButtonProps={{ "aria-label": say("action.close") }}>
      {flag && <Found flag={flag} filters={filters} />}
    </Drawer>
  );
};

const Found = ({ flag, filters }: { flag: Flag; filters: Filters }) => {
  const window = windowOf(filters);
  const { query, rows } = useList(["data-quality", flag, window], (cursor) => api.GET("/api/data-quality", { params: { query: { ...window, flag: [flag], cursor } } }));
  return <Listed query={query}>{rows.length === 0 ? <Empty /> : <Findings findings={rows} />}</Listed>;
};
