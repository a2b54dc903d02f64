import { Anchor, Badge, Card, Group, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { isSpentWithin } from "@/pages/campaigns/pacing/ends";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";

import { shareOf } from "./shares";

type Campaign = Schema["CampaignOut"];
const MOST = 6;
const COLOURS: Record<Schema["PacingState"], string> = { on_track: "teal", over_budget: "red", behind: "orange", not_started: "gray", too_early: "gray", ended: "gray" };

/** How the budgets of running campaigns are spent; those that end first come first. */
export const Pacing = () => {
  const say = useText();
  const query = $api.useQuery("get", "/api/campaigns", { params: { query: { status: ["running"], sort: "end_date", limit: MOST, count: true } } });
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="xs">
        {say("overview.pacing")}
      </Title>
      <Loaded query={query}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Empty>{say("overview.pacing.empty")}</Empty>
          ) : (
            <Stack gap="sm">
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
                {items.map((campaign) => (
                  <Running key={campaign.campaign_id} campaign={campaign} />
                ))}
              </SimpleGrid>
              {(total ?? 0) > items.length && (
                <Anchor component={Link} to="/campaigns?status=running" fz="sm">
                  {say("overview.pacing.all", { count: total })}
                </Anchor>
              )}
            </Stack>
          )
        }
      </Loaded>
    </Card>
  );
};

const Running = ({ campaign }: { campaign: Campaign }) => {
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/pacing", { params: { path: { campaign_id: campaign.campaign_id } } });
  const { day } = useFormats();
  const say = useText();
  return (
    <article>
      <Anchor component={Link} to={`/campaigns/${campaign.campaign_id}`} fw={600}>
        {campaign.campaign_name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {say("performance.period", { from: day(campaign.start_date), to: day(campaign.end_date) })}
      </Text>
      <Loaded query={query}>{(pacing) => <Spending pacing={pacing} campaign={campaign} />}</Loaded>
    </article>
  );
};

const Spending = ({ pacing, campaign }: { pacing: Schema["PacingOut"]; campaign: Campaign }) => {
  const say = useText();
  const { money, day } = useFormats();
  const { planned, paid, committed, planned_to_date: due, projected, budget_ends_on: ends } = pacing;
  const words = say("overview.pacing.spent", { paid: money(paid), planned: money(planned), due: money(due) });
  return (
    <Stack gap={4} mt={4}>
      <Group gap="xs">
        <Badge variant="light" color={COLOURS[pacing.state]}>
          {say(`overview.pacing.${pacing.state}`)}
        </Badge>
      </Group>
      <Progress.Root size="lg" role="img" aria-label={`${campaign.campaign_name}: ${words}`}>
        <Progress.Section withAria={false} value={shareOf(paid, planned)} color="brand" />
        <Progress.Section withAria={false} value={Math.min(shareOf(committed, planned), 100 - shareOf(paid, planned))} color="brand.3" />
      </Progress.Root>
      <Text size="sm">{words}</Text>
      {Number(committed) > 0 && <Text size="sm">{say("overview.pacing.committed", { committed: money(committed) })}</Text>}
      <Text size="sm">{projected ? say(projected.low === projected.high ? "overview.pacing.promised" : "overview.pacing.projected", { value: money(projected.value), low: money(projected.low), high: money(projected.high) }) : say("overview.pacing.early")}</Text>
      {ends && (isSpentWithin(ends, campaign.end_date) ? <Text size="sm">{say("overview.pacing.ends", { day: day(ends.value), earliest: day(ends.earliest), latest: day(ends.latest) })}</Text> : <Text size="sm">{say("overview.pacing.lasts")}</Text>)}
    </Stack>
  );
};
