import { Alert, Group, SimpleGrid, Stack } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { CompareChoice, useCompare } from "@/pages/performance/compare";
import { useMay, useMe } from "@/session/session";
import { useFilters, WindowFilter } from "@/ui/filters";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { Attribution } from "./Attribution";
import { Audience } from "./Audience";
import { Campaigns } from "./Campaigns";
import { Performance } from "./Performance";
import { ProfileActions } from "./ProfileActions";
import { ProfileFacts } from "./ProfileFacts";
import { Quality } from "./Quality";
import { Feeds } from "./Feeds";
import { Standing } from "./Standing";
import { useInfluencerId } from "./useInfluencerId";

const Profile = () => {
  const influencer_id = useInfluencerId();
  const query = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id } } });
  return <Loaded query={query}>{(influencer) => <Known key={influencer_id} influencer={influencer} />}</Loaded>;
};

const Known = ({ influencer }: { influencer: Schema["InfluencerOut"] }) => {
  const say = useText();
  const may = useMay();
  return (
    <Page title={influencer.influencer_name} above={[{ label: say("nav.influencers"), to: "/influencers" }]} actions={may("influencers.manage") && <ProfileActions influencer={influencer} />}>
      {influencer.is_deleted && <Alert color="gray">{say("influencers.deleted.about")}</Alert>}
      {may("analytics.read") ? <Measured influencer={influencer} /> : <ProfileFacts influencer={influencer} />}
    </Page>
  );
};

const Measured = ({ influencer }: { influencer: Schema["InfluencerOut"] }) => {
  const may = useMay();
  const { business_day: today } = useMe();
  const { filters } = useFilters();
  const days = useCompare(filters, today);
  const shown = { influencerId: influencer.influencer_id, filters };
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <WindowFilter />
        <CompareChoice />
      </Group>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <ProfileFacts influencer={influencer} />
        <Standing {...shown} />
      </SimpleGrid>
      <Performance {...shown} {...days} />
      <Quality {...shown} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        {may("campaigns.read") && <Campaigns influencerId={influencer.influencer_id} />}
        <Attribution {...shown} />
      </SimpleGrid>
      <Audience {...shown} />
      <Feeds {...shown} />
    </Stack>
  );
};

export default Profile;
