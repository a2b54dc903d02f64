import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { type Filters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { Section } from "./Section";

type Answer = Schema["AttributionOut"];

/** What its channel is credited with, model by model; none of them is the truth. */
export const Attribution = ({ influencerId, filters }: { influencerId: number; filters: Filters }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/attribution", { params: { query: { ...windowOf(filters), influencer_id: [influencerId] } } });
  const more = (
    <Anchor component={Link} to="/attribution" fz="sm">
      {say("influencers.attribution.all")}
    </Anchor>
  );
  return (
    <Section title={say("influencers.attribution")} about={say("influencers.attribution.about")} action={more}>
      <Loaded query={query}>{(answer) => <Models answer={answer} influencerId={influencerId} />}</Loaded>
    </Section>
  );
};

const Models = ({ answer, influencerId }: { answer: Answer; influencerId: number }) => {
  const say = useText();
  const formats = useFormats();
  const credits = answer.items.find((item) => item.influencer_id === influencerId)?.credits;
  if (!credits) return <Empty>{say("influencers.attribution.empty")}</Empty>;
  return (
    <DataTable
      label={say("influencers.attribution")}
      rows={answer.models}
      idOf={({ model }) => model}
      columns={[
        { key: "model", label: say("influencers.attribution.model"), show: ({ model }) => say(`influencers.model.${model}`) },
        { key: "conversions", label: say("influencers.attribution.conversions"), isFigure: true, show: ({ model }) => formats.number(credits[model]?.conversions) },
        { key: "revenue", label: say("influencers.attribution.revenue"), isFigure: true, show: ({ model }) => formats.money(credits[model]?.revenue) },
      ]}
    />
  );
};
