import { Badge } from "@mantine/core";

import { useText } from "@/messages";

const COLOURS = { active: "teal", ended: "gray", deleted: "red" } as const;

/** Whether somebody is a partner still, in a word. */
export const PartnershipBadge = ({ influencer }: { influencer: { still_partner: boolean; is_deleted: boolean } }) => {
  const say = useText();
  const state = influencer.is_deleted ? "deleted" : influencer.still_partner ? "active" : "ended";
  return (
    <Badge variant="light" color={COLOURS[state]}>
      {say(`influencers.${state}`)}
    </Badge>
  );
};
