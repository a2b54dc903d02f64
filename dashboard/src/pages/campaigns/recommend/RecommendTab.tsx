import { Stack, Text, Title } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";

import { Note } from "../Note";
import { BestSet } from "./BestSet";
import { Candidates } from "./Candidates";
import { planOf } from "./plan";
import { PlanForm } from "./PlanForm";
import { Reasons } from "./Reasons";

type Recommendations = Schema["RecommendationsOut"];
const LISTED = 30;
/** Lists that never mix: each state is another kind of knowledge. */
const STATES = ["ranked", "without_cost", "not_enough_data"] as const;

/** Whom to take for a campaign, each with the reasons: an indication. */
export const RecommendTab = ({ campaignId }: { campaignId: number }) => {
  const { search, change } = useFilters();
  const plan = planOf(search);
  const params = { path: { campaign_id: campaignId }, query: { ...plan, limit: LISTED } };
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/recommendations", { params }, { placeholderData: keepPreviousData });
  const why = Number(search.get("why"));
  return (
    <Stack>
      <PlanForm />
      <Loaded query={query}>
        {(told) => (
          <>
            <Basis told={told} />
            <BestSet campaignId={campaignId} plan={plan} />
            <Lists told={told} />
            <Reasons candidate={told.items.find(({ influencer_id }) => influencer_id === why)} onClose={() => change({ why: null })} />
          </>
        )}
      </Loaded>
    </Stack>
  );
};

const Basis = ({ told }: { told: Recommendations }) => {
  const say = useText();
  const formats = useFormats();
  if (told.as_of === null) return <Note isWarning title={say("campaigns.recommend.unmeasured")} />;
  const facts = { day: formats.day(told.as_of), days: told.days, budget: told.budget === null ? say("campaigns.plan.any") : formats.money(told.budget), categories: told.categories.join(", "), count: told.candidates };
  return (
    <Note title={say("campaigns.recommend.indication")}>
      <Text size="sm">{say("campaigns.recommend.basis", facts)}</Text>
      {told.beyond_budget > 0 && <Text size="sm">{say("campaigns.recommend.beyond", { count: told.beyond_budget })}</Text>}
    </Note>
  );
};

const Lists = ({ told }: { told: Recommendations }) => {
  const say = useText();
  if (told.items.length === 0) return <Empty>{say("campaigns.recommend.empty")}</Empty>;
  return STATES.map((state) => {
    const own = told.items.filter((item) => item.state === state);
    if (own.length === 0) return null;
    return (
      <section key={state}>
        <Title order={2} size="h4">
          {say(`campaigns.recommend.${state}`)}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {say(`campaigns.recommend.${state}.about`)}
        </Text>
        <Candidates items={own} label={say(`campaigns.recommend.${state}`)} />
      </section>
    );
  });
};
