// Names where the API tells only ids; each is asked for once and cached.
import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";

const LONG = 10 * 60 * 1000;

type Named = { id: number; name: string };

export const InfluencerLink = ({ id, name }: Named) => (
  <Anchor component={Link} to={`/influencers/${id}`}>
    {name}
  </Anchor>
);

export const CampaignLink = ({ id, name }: Named) => (
  <Anchor component={Link} to={`/campaigns/${id}`}>
    {name}
  </Anchor>
);

export const CampaignName = ({ id }: { id: number }) => {
  const { data } = $api.useQuery("get", "/api/campaigns/{campaign_id}", { params: { path: { campaign_id: id } } }, { staleTime: LONG });
  return <CampaignLink id={id} name={data?.campaign_name ?? `#${id}`} />;
};

export const InfluencerName = ({ id }: { id: number }) => {
  const { data } = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id: id } } }, { staleTime: LONG });
  return <InfluencerLink id={id} name={data?.influencer_name ?? `#${id}`} />;
};

/** Who did something: only an admin may read the names of others, so it is oneself or a number. */
export const useWho = (): ((user_id: number | null) => string) => {
  const say = useText();
  const me = useMe();
  return (user_id) => (user_id === null ? "–" : user_id === me.user_id ? say("payments.who.me") : say("payments.who.other", { id: user_id }));
};
