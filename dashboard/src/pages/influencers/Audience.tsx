import { SimpleGrid, Stack, Text, Title } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { type Filters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import { type Column, DataTable, Facts } from "@/ui/table";

import { Section } from "./Section";

type Answer = Schema["AudienceOut"];
type Group = Schema["Group"];

/** Who bought through it. Groups of fewer than five people are not told apart, to protect them. */
export const Audience = ({ influencerId, filters }: { influencerId: number; filters: Filters }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/audience", { params: { query: { ...windowOf(filters), influencer_id: [influencerId] } } });
  return (
    <Section title={say("influencers.audience")} about={say("influencers.audience.about")}>
      <Loaded query={query}>{(audience) => (audience.audience.people === null ? <Empty>{say("influencers.audience.empty")}</Empty> : <People audience={audience} />)}</Loaded>
    </Section>
  );
};

const People = ({ audience }: { audience: Answer }) => {
  const say = useText();
  const formats = useFormats();
  const categories: Column<Answer["categories"][number]>[] = [
    { key: "category", label: say("word.category"), show: (group) => group.category },
    ...useFigures(),
    { key: "index", label: say("influencers.audience.index"), isFigure: true, show: (group) => formats.multiple(group.index) },
  ];
  const segments: Column<Answer["segments"][number]>[] = [{ key: "segment", label: say("influencers.audience.segment"), show: (group) => say(`influencers.segment.${group.segment}`) }, ...useFigures()];
  const countries: Column<Answer["countries"][number]>[] = [
    { key: "country", label: say("influencers.audience.country"), show: (group) => (group.other ? say("influencers.audience.other") : (group.country ?? say("word.unknown"))) },
    ...useFigures(),
  ];
  return (
    <Stack>
      <Numbers audience={audience} />
      <SimpleGrid cols={{ base: 1, lg: 3 }}>
        <Part title={say("influencers.audience.categories")} rows={audience.categories} columns={categories} />
        <Part title={say("influencers.audience.segments")} rows={audience.segments} columns={segments} />
        <Part title={say("influencers.audience.countries")} rows={audience.countries} columns={countries} />
      </SimpleGrid>
    </Stack>
  );
};

const useFigures = (): Column<Group>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "people", label: say("influencers.audience.people"), isFigure: true, show: (group) => formats.count(group.people) },
    { key: "share", label: say("influencers.audience.share"), isFigure: true, show: (group) => formats.ratio(group.share) },
  ];
};

function Part<Row extends Group>({ title, rows, columns }: { title: string; rows: readonly Row[]; columns: readonly Column<Row>[] }) {
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <DataTable label={title} rows={rows} columns={columns} idOf={(row) => JSON.stringify(row)} />
    </div>
  );
}

const Numbers = ({ audience: { audience, new: fresh, returning, ratings, likes } }: { audience: Answer }) => {
  const say = useText();
  const formats = useFormats();
  const few = (value: number | null, written: string) =>
    value === null ? (
      <Text span inherit c="dimmed">
        {say("influencers.audience.few")}
      </Text>
    ) : (
      written
    );
  return (
    <Facts
      facts={[
        [say("influencers.audience.people"), few(audience.people, formats.count(audience.people))],
        [say("influencers.audience.new"), few(fresh.people, `${formats.count(fresh.people)} (${formats.ratio(fresh.share)})`)],
        [say("influencers.audience.returning"), few(returning.people, `${formats.count(returning.people)} (${formats.ratio(returning.share)})`)],
        [say("influencers.audience.rating"), few(ratings.mean, formats.rating(ratings.mean))],
        [say("influencers.audience.likes"), few(likes.likes, say("influencers.audience.likes.became", { likes: likes.likes, share: formats.ratio(likes.rate) }))],
      ]}
    />
  );
};
