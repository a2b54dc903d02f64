// Links to records by their names; where the API tells only ids, the names of all on a page are asked for together.
import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { useName } from "./names";

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

export const CampaignName = ({ id }: { id: number }) => <CampaignLink id={id} name={useName("campaign", id) ?? `#${id}`} />;

export const InfluencerName = ({ id }: { id: number }) => <InfluencerLink id={id} name={useName("influencer", id) ?? `#${id}`} />;
