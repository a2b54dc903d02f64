import { SimpleGrid, Stack, Text } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import type { CampaignDetail } from "../data";
import { Note } from "../Note";
import { type Tile, Tiles } from "../Tiles";
import { Affinity } from "./Affinity";
import { Countries, Places, Ratings, Segments } from "./Groups";
import { OverlapMatrix } from "./OverlapMatrix";

type Audience = Schema["AudienceOut"];

/** Who bought in a campaign, in groups of five people or more. */
export const AudienceTab = ({ campaign }: { campaign: CampaignDetail }) => {
  const { campaign_id } = campaign;
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/audience", { params: { path: { campaign_id } } });
  return (
    <Stack gap="lg">
      <Loaded query={query}>{(audience) => <Told audience={audience} />}</Loaded>
      <OverlapMatrix campaign={campaign} />
    </Stack>
  );
};

const Told = ({ audience }: { audience: Audience }) => {
  const say = useText();
  if (audience.audience.people === null) {
    return (
      <Note title={say("campaigns.audience.few")}>
        <Text size="sm">{say("campaigns.audience.few.about")}</Text>
      </Note>
    );
  }
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {say("campaigns.audience.about")}
      </Text>
      <People audience={audience} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: "start" }}>
        <Stack>
          <Segments groups={audience.segments} />
          <Countries groups={audience.countries} />
          <Ratings ratings={audience.ratings} />
        </Stack>
        <Stack>
          <Affinity groups={audience.categories} />
          <Places groups={audience.places} />
        </Stack>
      </SimpleGrid>
    </Stack>
  );
};

const People = ({ audience }: { audience: Audience }) => {
  const say = useText();
  const formats = useFormats();
  const { likes } = audience;
  const tile = (name: "audience" | "new" | "returning"): Tile => {
    const { people, share, orders, net_revenue } = audience[name];
    const isShown = people !== null;
    return {
      label: say(`campaigns.audience.${name}`),
      about: say(`campaigns.audience.${name}.about`),
      value: isShown ? formats.count(people) : <Text size="sm">{say("campaigns.audience.hidden")}</Text>,
      note: isShown && say("campaigns.audience.tile", { share: formats.ratio(share), orders: formats.count(orders), revenue: formats.money(net_revenue) }),
    };
  };
  const liked: Tile = {
    label: say("campaigns.audience.likes"),
    about: say("campaigns.audience.likes.about"),
    value: likes.likes === null ? <Text size="sm">{say("campaigns.audience.hidden")}</Text> : formats.count(likes.likes),
    note: likes.rate !== null && say("campaigns.audience.likes.rate", { rate: formats.ratio(likes.rate), count: formats.count(likes.became_purchases) }),
  };
  return <Tiles tiles={[tile("audience"), tile("new"), tile("returning"), liked]} />;
};
