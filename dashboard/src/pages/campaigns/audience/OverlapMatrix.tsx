import { Box, Group, Select, Table, Text, Title } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import { type CampaignDetail, MOST } from "../data";
import { Note } from "../Note";
import { shadeOf } from "./shade";

const OF = ["buyers", "likers"] as const;
type Overlap = Schema["AudienceOverlapOut"];

/** How much the audiences of the campaign's influencers have in common, in its days. */
export const OverlapMatrix = ({ campaign }: { campaign: CampaignDetail }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const params = { path: { campaign_id: campaign.campaign_id }, query: { limit: MOST } };
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/arrangements", { params });
  return (
    <section>
      <Title order={2} size="h4">
        {say("campaigns.overlap")}
      </Title>
      <Loaded query={query}>
        {({ items }) => {
          const ids = [...new Set(items.map(({ influencer_id }) => influencer_id))];
          if (campaign.start_date > today) return <Text size="sm">{say("campaigns.overlap.notYet")}</Text>;
          if (ids.length < 2) return <Text size="sm">{say("campaigns.overlap.one")}</Text>;
          return <OfInfluencers ids={ids} from={campaign.start_date} to={campaign.end_date < today ? campaign.end_date : today} />;
        }}
      </Loaded>
    </section>
  );
};

const OfInfluencers = ({ ids, from, to }: { ids: number[]; from: string; to: string }) => {
  const say = useText();
  const { search, change } = useFilters();
  const of = OF.find((one) => one === search.get("of")) ?? "buyers";
  const query = $api.useQuery("get", "/api/audience/overlap", { params: { query: { influencer_id: ids, from, to, of } } });
  return (
    <>
      <Group align="flex-end" mb="xs">
        <Select label={say("campaigns.overlap.of")} data={OF.map((value) => ({ value, label: say(`campaigns.overlap.${value}`) }))} value={of} onChange={(value) => change({ of: value })} allowDeselect={false} w={200} className="no-print" />
        <Text size="sm" c="dimmed" maw={640}>
          {say("campaigns.overlap.about")}
        </Text>
      </Group>
      <Loaded query={query}>{(overlap) => <Matrix overlap={overlap} />}</Loaded>
    </>
  );
};

const Matrix = ({ overlap }: { overlap: Overlap }) => {
  const say = useText();
  const formats = useFormats();
  const { influencers, jaccard } = overlap;
  const highest = Math.max(0, ...jaccard.flatMap((row, y) => row.filter((one, x) => x !== y && one !== null).map(Number)));
  if (highest === 0) return <Note title={say("campaigns.overlap.few")} />;
  return (
    <>
      <Table.ScrollContainer minWidth={160 + influencers.length * 62} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": say("campaigns.overlap") } }}>
        <Table aria-label={say("campaigns.overlap")} withTableBorder withColumnBorders highlightOnHover={false}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say("word.influencer")}</Table.Th>
              {influencers.map((one, x) => (
                <Table.Th key={one.influencer_id} ta="right" title={one.influencer_name} aria-label={one.influencer_name}>
                  {x + 1}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {influencers.map((one, y) => (
              <Table.Tr key={one.influencer_id}>
                <Table.Th scope="row" fw={400} style={{ whiteSpace: "nowrap" }}>
                  {y + 1} · {one.influencer_name}
                </Table.Th>
                {influencers.map((other, x) => (
                  <Cell key={other.influencer_id} value={x === y ? undefined : (jaccard[y]?.[x] ?? null)} highest={highest} />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" mt="xs">
        {say("campaigns.overlap.note", { highest: formats.ratio(highest) })}
      </Text>
    </>
  );
};

/** The share in figures; the shade behind it only helps the eye. Undefined: an influencer with itself. */
const Cell = ({ value, highest }: { value: number | null | undefined; highest: number }) => {
  const say = useText();
  const formats = useFormats();
  if (value === undefined) return <Table.Td aria-label={say("campaigns.overlap.self")} bg="light-dark(#f1f3f5, #2a2d33)" />;
  if (value === null) {
    return (
      <Table.Td ta="right" c="dimmed">
        <Box component="span" title={say("campaigns.audience.hidden")}>
          {say("campaigns.audience.less")}
        </Box>
      </Table.Td>
    );
  }
  return (
    <Table.Td ta="right" style={{ background: shadeOf(value / highest), fontVariantNumeric: "tabular-nums" }}>
      {formats.ratio(value)}
    </Table.Td>
  );
};
