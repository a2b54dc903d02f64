import { Anchor, Badge } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { Day } from "@/pages/performance/Day";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import { Section } from "./Section";

const AT_ONCE = 10;
const COLOURS = { draft: "gray", approved: "blue", running: "teal", completed: "gray", cancelled: "red" } as const;

/** The campaigns it is arranged in, the latest first. */
export const Campaigns = ({ influencerId }: { influencerId: number }) => {
  const say = useText();
  const asked = { influencer_id: [influencerId], sort: "-start_date", limit: AT_ONCE };
  const { query, rows } = useList(["campaigns", asked], (cursor) => api.GET("/api/campaigns", { params: { query: { ...asked, cursor } } }));
  const title = say("nav.campaigns");
  return (
    <Section title={title}>
      <Listed query={query}>
        <DataTable
          label={title}
          rows={rows}
          idOf={(campaign) => campaign.campaign_id}
          empty={say("influencers.campaigns.empty")}
          columns={[
            {
              key: "name",
              label: say("word.campaign"),
              show: (campaign) => (
                <Anchor component={Link} to={`/campaigns/${campaign.campaign_id}`}>
                  {campaign.campaign_name}
                </Anchor>
              ),
            },
            { key: "from", label: say("filter.from"), show: (campaign) => <Day day={campaign.start_date} /> },
            { key: "to", label: say("filter.to"), show: (campaign) => <Day day={campaign.ended_on ?? campaign.end_date} /> },
            {
              key: "status",
              label: say("word.status"),
              show: (campaign) => (
                <Badge variant="light" color={COLOURS[campaign.status]}>
                  {say(`influencers.campaign.${campaign.status}`)}
                </Badge>
              ),
            },
          ]}
        />
      </Listed>
    </Section>
  );
};
