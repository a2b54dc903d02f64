// What a change re-attributed, and which campaigns share its credit.
import { Anchor, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { type Say, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { DataTable } from "@/ui/table";

import { Note } from "./Note";

type Moved = Schema["MovedOut"];
type Overlap = Schema["OverlapOut"];

/** Tell what a change moved between campaigns, where it moved anything. */
export const tellOutcome = ({ moved }: { moved: readonly Moved[] }, say: Say): void => {
  if (moved.length === 0) return;
  modals.open({ title: say("campaigns.moved"), size: "xl", closeButtonProps: { "aria-label": say("action.close") }, children: <MovedTable moved={moved} /> });
};

const MovedTable = ({ moved }: { moved: readonly Moved[] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Stack gap="sm">
      <Text size="sm">{say("campaigns.moved.about")}</Text>
      <DataTable
        label={say("campaigns.moved")}
        rows={moved}
        idOf={(one) => one.campaign_id ?? 0}
        columns={[
          { key: "campaign", label: say("word.campaign"), show: (one) => one.campaign_name ?? say("campaigns.moved.none") },
          { key: "orders", label: <MetricName slug="orders" />, isFigure: true, show: (one) => `${formats.number(one.orders_before)} → ${formats.number(one.orders_after)}` },
          { key: "revenue", label: <MetricName slug="net_revenue" />, isFigure: true, show: (one) => `${formats.money(one.net_revenue_before)} → ${formats.money(one.net_revenue_after)}` },
        ]}
      />
    </Stack>
  );
};

/** A warning: other campaigns have the same influencer show the same product on the same days. */
export const Overlaps = ({ overlaps }: { overlaps: readonly Overlap[] }) => {
  const say = useText();
  const formats = useFormats();
  if (overlaps.length === 0) return null;
  return (
    <Note isWarning title={say("campaigns.overlaps", { count: overlaps.length })}>
      <Text size="sm" mb="xs">
        {say("campaigns.overlaps.about")}
      </Text>
      <DataTable
        label={say("campaigns.overlaps.label")}
        rows={overlaps}
        idOf={(one) => `${one.campaign_id}-${one.influencer_id}-${one.product_id}`}
        columns={[
          {
            key: "campaign",
            label: say("word.campaign"),
            show: (one) => (
              <Anchor component={Link} to={`/campaigns/${one.campaign_id}`}>
                {one.campaign_name}
              </Anchor>
            ),
          },
          { key: "status", label: say("word.status"), show: (one) => say(`campaigns.status.${one.status}`) },
          { key: "influencer", label: say("word.influencer"), show: (one) => one.influencer_name },
          { key: "product", label: say("word.product"), show: (one) => one.title },
          { key: "days", label: say("campaigns.days"), show: (one) => `${formats.day(one.first)} – ${formats.day(one.last)}` },
        ]}
      />
    </Note>
  );
};
