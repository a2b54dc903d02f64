import { Alert, Drawer, List, Stack, Text } from "@mantine/core";

import { type MessageId, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import type { Item } from "./data";
import { Trend } from "./Trend";
import { WordBadge } from "./WordBadge";
import { reasonsOf } from "./words";

/** What a recommendation rests on, in words and numbers. */
export const Why = ({ item, onClose }: { item: Item | null; onClose: () => void }) => {
  const say = useText();
  const title = item && [item.influencer_name, item.campaign_name].filter(Boolean).join(" · ");
  return (
    <Drawer opened={item !== null} onClose={onClose} position="right" size="lg" title={title} closeButtonProps={{ "aria-label": say("action.close") }}>
      {item && <Reasons item={item} />}
    </Drawer>
  );
};

const MONEY = ["gross_revenue", "returned_revenue", "net_revenue", "paid", "committed", "cost", "net_contribution"] as const;

const Reasons = ({ item }: { item: Item }) => {
  const say = useText();
  const formats = useFormats();
  const names: Record<(typeof MONEY)[number], MessageId> = {
    gross_revenue: "profitability.gross",
    returned_revenue: "finance.metric.returned_revenue",
    net_revenue: "finance.metric.net_revenue",
    paid: "profitability.paid",
    committed: "profitability.committed",
    cost: "finance.metric.cost",
    net_contribution: "finance.metric.net_contribution",
  };
  return (
    <Stack>
      <WordBadge word={item.recommendation} />
      <Text>{say(`profitability.verdict.${item.recommendation}`)}</Text>
      <List spacing="xs">
        {reasonsOf(item, say, formats).map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
      <Facts
        facts={[
          ...MONEY.map((name): [string, string] => [say(names[name]), formats.money(item[name])]),
          [say("profitability.roi"), formats.ratio(item.roi)],
          [say("profitability.trend"), <Trend key="t" trend={item.trend} />],
          [say("profitability.recent", { days: item.trend.days }), formats.money(item.trend.recent_net_revenue)],
          [say("profitability.earlier", { days: item.trend.days }), formats.money(item.trend.earlier_net_revenue)],
        ]}
      />
      <Alert variant="default" role="note">
        {say("profitability.caution")}
      </Alert>
    </Stack>
  );
};
