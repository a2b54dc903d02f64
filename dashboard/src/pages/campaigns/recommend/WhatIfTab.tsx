import { Button, Card, Group, Radio, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { Failure, Loaded, Loading } from "@/ui/states";

import { MOST } from "../data";
import { Influencers, type Named } from "../Finder";
import { CostFields } from "./CostFields";
import { bodyOf, type Costs, costsOf, planOf } from "./plan";
import { PlanForm } from "./PlanForm";
import { WhatIfAnswer } from "./WhatIfAnswer";

type Asked = { isBest: boolean; set: readonly Named[]; costs: Costs };

/** What another set, budget or plan lets expect, beside what the campaign is now. Nothing is changed. */
export const WhatIfTab = ({ campaignId }: { campaignId: number }) => {
  const params = { path: { campaign_id: campaignId }, query: { limit: MOST } };
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/arrangements", { params });
  return <Loaded query={query}>{({ items }) => <Asking campaignId={campaignId} now={namesOf(items)} />}</Loaded>;
};

const namesOf = (items: readonly Schema["ArrangementOut"][]): Named[] =>
  [...new Map(items.map(({ influencer_id, influencer_name }) => [influencer_id, influencer_name]))].map(([id, label]) => ({ value: String(id), label }));

const Asking = ({ campaignId, now }: { campaignId: number; now: Named[] }) => {
  const plan = planOf(useFilters().search);
  const asking = useMutation({
    mutationFn: async ({ isBest, set, costs }: Asked) => {
      const influencer_id = isBest ? null : set.map(({ value }) => Number(value));
      const { data } = await api.POST("/api/campaigns/{campaign_id}/what-if", { params: { path: { campaign_id: campaignId } }, body: { ...bodyOf(plan), influencer_id, costs: costsOf(set, costs) } });
      return data;
    },
  });
  return (
    <Stack>
      <PlanForm />
      <SetForm now={now} ask={(asked) => asking.mutate(asked)} isAsking={asking.isPending} />
      {asking.isPending && <Loading />}
      {asking.error && <Failure error={asking.error} />}
      {asking.data && !asking.isPending && <WhatIfAnswer answer={asking.data} campaignId={campaignId} names={now} />}
    </Stack>
  );
};

const SetForm = ({ now, ask, isAsking }: { now: Named[]; ask: (asked: Asked) => void; isAsking: boolean }) => {
  const say = useText();
  const [isBest, setBest] = useState(false);
  const [set, setSet] = useState(now);
  const [costs, setCosts] = useState<Costs>({});
  return (
    <Card withBorder component="section">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask({ isBest, set, costs });
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h5">
            {say("campaigns.whatIf.set")}
          </Title>
          <Radio.Group aria-label={say("campaigns.whatIf.set")} value={isBest ? "best" : "chosen"} onChange={(value) => setBest(value === "best")}>
            <Group>
              <Radio value="chosen" label={say("campaigns.whatIf.chosen")} />
              <Radio value="best" label={say("campaigns.whatIf.best")} />
            </Group>
          </Radio.Group>
          {!isBest && <Influencers label={say("campaigns.influencers")} description={say("campaigns.whatIf.chosen.about")} chosen={set} onChange={setSet} />}
          <CostFields set={set} costs={costs} onChange={setCosts} />
          <Group>
            <Button type="submit" loading={isAsking} disabled={!isBest && set.length === 0}>
              {say("campaigns.whatIf.ask")}
            </Button>
            <Text size="sm" c="dimmed">
              {say("campaigns.whatIf.about")}
            </Text>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};
