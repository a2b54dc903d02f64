import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import { PartnershipBadge } from "./PartnershipBadge";
import { Section } from "./Section";

/** Who it is. */
export const ProfileFacts = ({ influencer }: { influencer: Schema["InfluencerOut"] }) => {
  const say = useText();
  const { count, day } = useFormats();
  const mail = influencer.masked ? say("influencers.masked", { mail: influencer.influencer_mail }) : influencer.influencer_mail;
  return (
    <Section title={say("influencers.facts")}>
      <Facts
        facts={[
          [say("influencers.partnership"), <PartnershipBadge key="partnership" influencer={influencer} />],
          [say("word.platform"), influencer.platform],
          [say("word.category"), influencer.category],
          [say("influencers.tier"), say(`influencers.tier.${influencer.tier}`)],
          [say("influencers.followers"), count(influencer.follower_count)],
          [say("influencers.clicked"), count(influencer.clicked_number)],
          ...(influencer.is_deleted ? [] : [[say("influencers.mail"), mail] as const]),
          [say("influencers.since"), day(influencer.member_since)],
        ].map(([name, what]) => [name, what])}
      />
    </Section>
  );
};
