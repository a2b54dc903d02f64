import { ActionIcon, Anchor, Card, Stack, Text, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm } from "@/ui/forms";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { Arrange } from "./Arrange";
import { useRefresh } from "./data";
import { tellOutcome } from "./Outcome";

type Arrangement = Schema["ArrangementOut"];
const AT_ONCE = 100;

/** Who shows what in a campaign, and who is in charge. */
export const Arrangements = ({ campaignId, mayEdit }: { campaignId: number; mayEdit: boolean }) => {
  const say = useText();
  const path = { campaign_id: campaignId };
  const { query, rows } = useList(["list", "/api/campaigns/{campaign_id}/arrangements", campaignId], (cursor) =>
    api.GET("/api/campaigns/{campaign_id}/arrangements", { params: { path, query: { cursor, limit: AT_ONCE } } }),
  );
  const columns = useColumns(campaignId, mayEdit);
  return (
    <Card withBorder>
      <Stack>
        <div>
          <Title order={2} size="h4">
            {say("campaigns.arrangements")}
          </Title>
          <Text size="sm" c="dimmed">
            {say(mayEdit ? "campaigns.arrangements.about" : "campaigns.arrangements.read")}
          </Text>
        </div>
        {mayEdit && <Arrange campaignId={campaignId} arranged={rows} />}
        <Listed query={query}>
          <DataTable label={say("campaigns.arrangements")} rows={rows} columns={columns} idOf={(one) => one.arrangement_id} empty={say("campaigns.arrangements.empty")} />
        </Listed>
      </Stack>
    </Card>
  );
};

const useColumns = (campaignId: number, mayEdit: boolean): Column<Arrangement>[] => {
  const say = useText();
  const refresh = useRefresh();
  const remove = (one: Arrangement) => {
    const path = { campaign_id: campaignId, arrangement_id: one.arrangement_id };
    const deed = async () => {
      const { data } = await api.DELETE("/api/campaigns/{campaign_id}/arrangements/{arrangement_id}", { params: { path } });
      await refresh();
      if (data) tellOutcome(data, say);
    };
    const text = say("campaigns.arrangement.remove.ask", { influencer: one.influencer_name, product: one.title });
    confirm({ title: say("campaigns.arrangement.remove"), text, label: say("campaigns.arrangement.remove"), isDangerous: true, deed }, say);
  };
  const columns: Column<Arrangement>[] = [
    {
      key: "influencer",
      label: say("word.influencer"),
      show: (one) => (
        <Anchor component={Link} to={`/influencers/${one.influencer_id}`}>
          {one.influencer_name}
        </Anchor>
      ),
    },
    { key: "product", label: say("word.product"), show: (one) => one.title },
    { key: "user", label: say("campaigns.inCharge"), show: (one) => one.user_name },
  ];
  if (!mayEdit) return columns;
  const removal: Column<Arrangement> = {
    key: "remove",
    label: <span className="visually-hidden">{say("campaigns.arrangement.remove")}</span>,
    width: 50,
    show: (one) => (
      <ActionIcon variant="subtle" aria-label={say("campaigns.arrangement.remove.label", { influencer: one.influencer_name, product: one.title })} onClick={() => remove(one)}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    ),
  };
  return [...columns, removal];
};
