import { Text } from "@mantine/core";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { Findings } from "@/pages/performance/Findings";
import { checkedOf } from "@/pages/performance/periods";
import { useMe } from "@/session/session";
import type { Filters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";

import { Section } from "./Section";

const AT_ONCE = 10;

/** What is odd in the data of this influencer. */
export const Quality = ({ influencerId, filters }: { influencerId: number; filters: Filters }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const { days, isCut } = checkedOf(filters, today);
  const asked = { ...days, influencer_id: [influencerId], limit: AT_ONCE };
  const { query, rows } = useList(["data-quality", asked], (cursor) => api.GET("/api/data-quality", { params: { query: { ...asked, cursor } } }));
  return (
    <Section title={say("influencers.quality")} about={isCut && say("quality.cut")}>
      <Listed query={query}>{rows.length === 0 ? <Text size="sm">{say("influencers.quality.empty")}</Text> : <Findings findings={rows} isNamed={false} />}</Listed>
    </Section>
  );
};
