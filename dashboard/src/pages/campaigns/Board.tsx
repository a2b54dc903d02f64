import { Anchor, Box, Card, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import { type Alert, type Campaign, type Status, STATUSES, useAlerts } from "./data";
import { listQuery } from "./query";
import { AlertBadge, StatusBadge } from "./StatusBadge";
import { StepMenu } from "./StepMenu";

const IN_A_COLUMN = 12;

/** Campaigns by state, the latest first; each with what can be done to it next. */
export const Board = () => {
  const alerts = useAlerts();
  return (
    <Box style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 190px), 1fr))", alignItems: "start" }}>
      {STATUSES.map((status) => (
        <ColumnOf key={status} status={status} alerts={alerts} />
      ))}
    </Box>
  );
};

const ColumnOf = ({ status, alerts }: { status: Status; alerts: ReadonlyMap<number, Alert> }) => {
  const say = useText();
  const { search, change } = useFilters();
  const asked = { ...listQuery(search, useMe()), alert: [], status: [status], sort: "-start_date", limit: IN_A_COLUMN, count: true };
  const query = $api.useQuery("get", "/api/campaigns", { params: { query: asked } });
  const total = query.data?.total ?? 0;
  return (
    <Box component="section" aria-labelledby={`state-${status}`}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h6" id={`state-${status}`}>
          <StatusBadge status={status} />
        </Title>
        <Text size="sm" c="dimmed">
          {say("campaigns.count", { count: total })}
        </Text>
      </Group>
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="xs">
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {say("campaigns.board.empty")}
              </Text>
            )}
            {items.map((campaign) => (
              <BoardCard key={campaign.campaign_id} campaign={campaign} alert={alerts.get(campaign.campaign_id)} />
            ))}
            {total > items.length && (
              <Anchor component="button" type="button" size="sm" onClick={() => change({ tab: "list", status })}>
                {say("campaigns.board.all", { count: total })}
              </Anchor>
            )}
          </Stack>
        )}
      </Loaded>
    </Box>
  );
};

const BoardCard = ({ campaign, alert }: { campaign: Campaign; alert: Alert | undefined }) => {
  const formats = useFormats();
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Anchor component={Link} to={`/campaigns/${campaign.campaign_id}`} style={{ overflowWrap: "anywhere" }}>
          {campaign.campaign_name}
        </Anchor>
        <StepMenu campaign={campaign} />
      </Group>
      <Text size="sm" c="dimmed">
        {formats.day(campaign.start_date)} – {formats.day(campaign.end_date)}
      </Text>
      <Text size="sm">{formats.money(campaign.budget)}</Text>
      <AlertBadge alert={alert} />
    </Card>
  );
};
