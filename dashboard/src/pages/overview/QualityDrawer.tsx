import { Drawer, Text } from "@mantine/core";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Findings } from "@/pages/performance/Findings";
import { checkedOf } from "@/pages/performance/periods";
import { useMe } from "@/session/session";
import { type Filters, useFilters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Empty } from "@/ui/states";

type Flag = Schema["QualityFlag"];
const FLAGS: readonly Flag[] = ["clicks_above_impressions", "more_orders_than_clicks", "unknown_channel", "followers_falling", "sudden_jump", "engagement_out_of_line"];

/** The findings of one kind; which kind is in the address, so that they can be linked to. */
const QualityDrawer = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const { search, change } = useFilters();
  const flag = FLAGS.find((one) => one === search.get("quality"));
  return (
    <Drawer opened={flag !== undefined} onClose={() => change({ quality: null })} position="right" size="lg" title={flag && say(`quality.${flag}`)} closeButtonProps={{ "aria-label": say("action.close") }}>
      {flag && <Found flag={flag} filters={filters} />}
    </Drawer>
  );
};

export default QualityDrawer;

const Found = ({ flag, filters }: { flag: Flag; filters: Filters }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const { days, isCut } = checkedOf(filters, today);
  const { query, rows } = useList(["data-quality", flag, days], (cursor) => api.GET("/api/data-quality", { params: { query: { ...days, flag: [flag], cursor } } }));
  return (
    <Listed query={query}>
      {isCut && (
        <Text size="sm" c="dimmed">
          {say("quality.cut")}
        </Text>
      )}
      {rows.length === 0 ? <Empty /> : <Findings findings={rows} />}
    </Listed>
  );
};
