import { Stack, Text } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Figures } from "@/ui/metrics";
import { Loaded } from "@/ui/states";

import type { Metrics } from "../data";
import { DaysFilter } from "../DaysFilter";
import { Note } from "../Note";
import { Comparison } from "./Comparison";
import { ByDay } from "./ByDay";
import { Lift } from "./Lift";
import { Parts } from "./Parts";

type Success = Schema["SuccessOut"];
const MAIN = ["net_revenue", "cost", "roi", "orders", "new_customers"] as const;

/** What a campaign brought and cost, and what that is set against. */
export const SuccessTab = ({ campaignId }: { campaignId: number }) => {
  const say = useText();
  const { filters } = useFilters();
  const { from, to } = filters;
  // Past campaigns and the lift are of the whole campaign only.
  const query = from && to ? { from, to } : { against: ["previous", "past", "lift"] as const satisfies Schema["Against"][] };
  const asked = $api.useQuery("get", "/api/campaigns/{campaign_id}/success", { params: { path: { campaign_id: campaignId }, query: { ...query, against: query.against ? [...query.against] : undefined } } });
  return (
    <Stack>
      <DaysFilter whole={say("campaigns.success.range.whole")} />
      <Loaded query={asked}>{(success) => <Told success={success} />}</Loaded>
    </Stack>
  );
};

const Told = ({ success }: { success: Success }) => {
  const say = useText();
  const formats = useFormats();
  const metrics = success.metrics as Metrics;
  const before = success.previous?.metrics as Metrics | undefined;
  if (success.status === "draft" || success.status === "approved") return <Note title={say("campaigns.success.notStarted")}>{say("campaigns.success.notStarted.about")}</Note>;
  return (
    <Stack gap="lg">
      <Figures figures={MAIN.map((slug) => ({ slug, value: metrics[slug], before: before?.[slug] }))} />
      <Text size="sm" c="dimmed">
        {say(success.first ? "campaigns.success.days" : "campaigns.success.whole", { first: formats.day(success.first ?? success.start_date), last: formats.day(success.last ?? success.as_of) })}
      </Text>
      {success.flags.includes("more_orders_than_clicks") && <Note title={say("campaigns.success.moreOrders")} />}
      <Comparison success={success} />
      {success.lift && <Lift lift={success.lift} />}
      <ByDay days={success.days} />
      <Parts success={success} />
    </Stack>
  );
};
