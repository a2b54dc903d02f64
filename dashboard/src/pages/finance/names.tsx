// Names where the API tells only ids; each is asked for once and cached.
import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";

const LONG = 10 * 60 * 1000;

export const CampaignName = ({ id }: { id: number }) => {
  const { data } = $api.useQuery("get", "/api/campaigns/{campaign_id}", { params: { path: { campaign_id: id } } }, { staleTime: LONG });
  return (
    <Anchor component={Link} to={`/campaigns/${id}`}>
      {data?.campaign_name ?? `#${id}`}
    </Anchor>
  );
};

export const InfluencerName = ({ id }: { id: number }) => {
  const { data } = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id: id } } }, { staleTime: LONG });
  return (
    <Anchor component={Link} to={`/influencers/${id}`}>
      {data?.influencer_name ?? `#${id}`}
    </Anchor>
  );
};
