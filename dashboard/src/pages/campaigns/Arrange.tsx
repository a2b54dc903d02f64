import { Alert, Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "react-router";

import { $api, api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { done, wordsOf } from "@/ui/forms";

import { MOST, useKeys, useRefresh } from "./data";
import { Influencers, Known, type Named, Products } from "./Finder";
import { Overlaps, tellOutcome } from "./Outcome";

type Arrangement = Schema["ArrangementOut"];
type Props = { campaignId: number; arranged: readonly Arrangement[] };

/** Who may be in charge: everybody fit for it for who may see accounts; else those of this campaign, and oneself. */
const usePeople = (arranged: readonly Arrangement[]): Named[] => {
  const me = useMe();
  const maySee = useMay()("users.manage");
  const { data } = $api.useQuery("get", "/api/users", { params: { query: { is_active: true, limit: MOST } } }, { enabled: maySee });
  const fit = (data?.items ?? []).filter(({ user_role }) => ["admin", "marketing_manager", "campaign_manager"].includes(user_role));
  const people = new Map([[me.user_id, me.user_name], ...arranged.map((one) => [one.user_id, one.user_name] as const), ...fit.map((one) => [one.user_id, one.user_name] as const)]);
  return [...people].map(([id, label]) => ({ value: String(id), label }));
};

/** The influencers that the page before proposed, as recommendations do. */
const useProposed = (): Named[] => {
  const { state } = useLocation();
  return isProposal(state) ? state.arrange : [];
};

export type Proposal = { arrange: Named[] };
const isProposal = (state: unknown): state is Proposal => typeof state === "object" && state !== null && "arrange" in state && Array.isArray(state.arrange);

const idsOf = (chosen: readonly Named[]): number[] => chosen.map(({ value }) => Number(value));

/** What is being chosen, how it is sent, and what came of it. */
const useArranging = (campaignId: number) => {
  const say = useText();
  const me = useMe();
  const refresh = useRefresh();
  const keyFor = useKeys();
  const [influencers, setInfluencers] = useState<Named[]>(useProposed());
  const [products, setProducts] = useState<Named[]>([]);
  const [people, setPeople] = useState<Named[]>([{ value: String(me.user_id), label: me.user_name }]);
  const [answer, setAnswer] = useState<Schema["ArrangementsChanged"]>();
  const [refused, setRefused] = useState<unknown>();
  // What was arranged, removed and is arranged once more is another request.
  const [round, setRound] = useState(0);
  const add = async () => {
    const body = { influencer_id: idsOf(influencers), product_id: idsOf(products), user_id: people.length > 0 ? idsOf(people) : null };
    const params = { path: { campaign_id: campaignId }, header: { "Idempotency-Key": keyFor([body, round]) } };
    try {
      const { data } = await api.POST("/api/campaigns/{campaign_id}/arrangements", { params, body });
      setAnswer(data);
      setRefused(undefined);
      setRound(round + 1);
      setInfluencers([]);
      setProducts([]);
      await refresh();
      if (!data) return;
      done(say("campaigns.arranged", { count: data.items.length }));
      tellOutcome(data, say);
    } catch (error) {
      setRefused(error);
    }
  };
  return { influencers, setInfluencers, products, setProducts, people, setPeople, answer, refused, add };
};

/** Have each of these influencers show each of these products, with these users in charge. */
export const Arrange = ({ campaignId, arranged }: Props) => {
  const say = useText();
  const known = usePeople(arranged);
  const { influencers, products, people, answer, refused, ...arranging } = useArranging(campaignId);
  const isComplete = influencers.length > 0 && products.length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void arranging.add();
      }}
    >
      <Stack gap="sm">
        <Influencers label={say("campaigns.influencers")} chosen={influencers} onChange={arranging.setInfluencers} />
        <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: "start" }}>
          <Products label={say("campaigns.products")} chosen={products} onChange={arranging.setProducts} />
          <Known label={say("campaigns.inCharge")} chosen={people} onChange={arranging.setPeople} from={known} />
        </SimpleGrid>
        <Group>
          <Button type="submit" disabled={!isComplete}>
            {say("campaigns.arrange")}
          </Button>
          <Text size="sm" c="dimmed">
            {say("campaigns.arrange.count", { count: influencers.length * products.length * Math.max(people.length, 1) })}
          </Text>
        </Group>
        {refused !== undefined && (
          <Alert color="red" role="alert" title={say("campaigns.refused")}>
            {wordsOf(asProblem(refused), say)}
          </Alert>
        )}
        {answer && <Overlaps overlaps={answer.overlaps} />}
      </Stack>
    </form>
  );
};
