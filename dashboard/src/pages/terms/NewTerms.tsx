import { Card, SimpleGrid, Text, Title } from "@mantine/core";

import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { Failure, Loaded } from "@/ui/states";

import { type Term, useVersions } from "./data";
import { TermsForm } from "./TermsForm";

/** The first version of what is agreed between two, or the next one. */
const NewTerms = () => {
  const say = useText();
  const may = useMay();
  const { filters } = useFilters();
  const [campaignId = null] = filters.campaign_id ?? [];
  const [influencerId = null] = filters.influencer_id ?? [];
  const query = useVersions(campaignId, influencerId);
  const above = [{ label: say("terms.title"), to: "/finance/terms" }];
  return (
    <FinancePage title={say("terms.new")} about={say("terms.edit.about")} above={above}>
      {may("terms.manage") ? (
        <>
          <Who campaignId={campaignId} influencerId={influencerId} versions={query.data?.items} />
          {campaignId !== null && influencerId !== null && (
            <Loaded query={query}>{({ items }) => <TermsForm key={`${campaignId} ${influencerId} ${items[0]?.term_id}`} campaignId={campaignId} influencerId={influencerId} latest={items[0]} />}</Loaded>
          )}
        </>
      ) : (
        <Failure error={new Error(say("state.forbidden"))} />
      )}
    </FinancePage>
  );
};

const Who = ({ campaignId, influencerId, versions }: { campaignId: number | null; influencerId: number | null; versions: readonly Term[] | undefined }) => {
  const say = useText();
  const { change } = useFilters();
  const last = versions?.[0];
  const version = Math.max(0, ...(versions ?? []).map(({ term_version }) => term_version)) + 1;
  const hint = !versions ? say("terms.edit.choose") : last ? say("terms.edit.next", { version, from: last.term_version }) : say("terms.edit.first");
  return (
    <Card withBorder component="section" style={{ overflow: "visible" }}>
      <Title order={2} size="h4" mb="xs">
        {say("terms.edit.who")}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={720}>
        <CampaignPick label={say("word.campaign")} value={campaignId} onChange={(id) => change({ campaign_id: id })} required />
        <InfluencerPick label={say("word.influencer")} value={influencerId} onChange={(id) => change({ influencer_id: id })} required />
      </SimpleGrid>
      <Text size="sm" c="dimmed" mt="xs" role="status">
        {hint}
      </Text>
    </Card>
  );
};

export default NewTerms;
