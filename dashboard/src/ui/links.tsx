// Links to records by their names; where the API tells only ids, each name is asked for once and cached.
import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";

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
