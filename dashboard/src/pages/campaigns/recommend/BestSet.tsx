import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import type { Proposal } from "../Arrange";
import { useMayEdit } from "../data";
import type { Plan } from "./plan";
import { Members, SetFacts } from "./SetTable";

type Best = Schema["BestSetOut"];

/** The best set under the budget, sought when it is asked for: it takes some seconds. */
export const BestSet = ({ campaignId, plan }: { campaignId: number; plan: Plan }) => {
  const say = useText();
  const { search, change } = useFilters();
  const isAsked = search.has("best");
  const params = { path: { campaign_id: campaignId }, query: { ...plan, best_set: true, limit: 1 } };
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/recommendations", { params }, { enabled: isAsked });
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb={isAsked ? "xs" : 0}>
        <div>
          <Title order={2} size="h4">
            {say("campaigns.best")}
          </Title>
          <Text size="sm" c="dimmed">
            {say("campaigns.best.about")}
          </Text>
        </div>
        {!isAsked && <Button onClick={() => change({ best: 1 })}>{say("campaigns.best.find")}</Button>}
      </Group>
      {isAsked && <Loaded query={query}>{({ best_set }) => (best_set ? <Found best={best_set} campaignId={campaignId} /> : <Text size="sm">{say("campaigns.best.none")}</Text>)}</Loaded>}
    </Card>
  );
};

const Found = ({ best, campaignId }: { best: Best; campaignId: number }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Stack>
      <SetFacts set={best} />
      <Text size="sm">{best.gap === 0 ? say("campaigns.best.proven", { count: best.considered }) : say("campaigns.best.gap", { count: best.considered, gap: formats.ratio(best.gap) })}</Text>
      <ArrangeThese campaignId={campaignId} members={best.members} />
      <Members set={best} label={say("campaigns.best")} />
    </Stack>
  );
};

/** To the editor with these influencers chosen; products are chosen there. */
export const ArrangeThese = ({ campaignId, members }: { campaignId: number; members: readonly Schema["MemberOut"][] }) => {
  const say = useText();
  const mayEdit = useMayEdit(campaignId);
  const proposal: Proposal = { arrange: members.map(({ influencer_id, influencer_name }) => ({ value: String(influencer_id), label: influencer_name })) };
  if (!mayEdit || members.length === 0) return null;
  return (
    <Group className="no-print">
      <Button component={Link} to={`/campaigns/${campaignId}/edit`} state={proposal} variant="default">
        {say("campaigns.best.arrange")}
      </Button>
    </Group>
  );
};
