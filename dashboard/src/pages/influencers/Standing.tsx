import { Anchor, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useSay, useText } from "@/messages";
import { Interval } from "@/pages/ranking/Interval";
import { Chart, type Datum } from "@/ui/chart";
import { type Filters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import type { Column } from "@/ui/table";

import { historyRows, historySpec } from "./charts";
import { Section } from "./Section";

type Props = { influencerId: number; filters: Filters };

// The API has no place for whoever is in no list.
const MISSING = 404;

/** The place in the ranking, how sure it is, and how it came about. */
export const Standing = ({ influencerId: influencer_id, filters }: Props) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/rankings/{influencer_id}/explanation", { params: { path: { influencer_id }, query: windowOf(filters) } });
  return (
    <Section title={say("ranking.title")}>
      <Stack gap="sm">
        {asProblem(query.error).status === MISSING ? <Text size="sm">{say("influencers.unranked")}</Text> : <Loaded query={query}>{(why) => <Place why={why} filters={filters} />}</Loaded>}
        <History influencerId={influencer_id} filters={filters} />
      </Stack>
    </Section>
  );
};

const Place = ({ why, filters }: { why: Schema["ExplanationOut"]; filters: Filters }) => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const window = filters.window ? `&window=${filters.window}` : "";
  return (
    <div>
      <Text fz={22} fw={650}>
        {why.state === "not_enough_data" ? say("ranking.not_enough_data") : say("influencers.place", { position: why.position, of: why.of })}
      </Text>
      <Text size="sm">{why.state === "ranked" ? say("influencers.ranked") : text(`ranking.${why.state}.about`)}</Text>
      {why.roi.value !== null && (
        <>
          <Text size="sm" mt={4}>
            {say("ranking.roi")}: <Interval roi={why.roi} />
          </Text>
          <Text size="sm">
            {say("ranking.probability")}: {formats.chance(why.roi.probability_positive)}
          </Text>
        </>
      )}
      <Anchor component={Link} to={`/ranking?why=${why.influencer_id}${window}`} fz="sm">
        {say("ranking.why")}
      </Anchor>
    </div>
  );
};

/** Places are stored each night for the named windows; freely chosen days have no history. */
const History = ({ influencerId: influencer_id, filters }: Props) => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const { data } = $api.useQuery("get", "/api/rankings/{influencer_id}/history", { params: { path: { influencer_id }, query: { window: filters.window ?? "90d" } } });
  const label = say("ranking.position");
  const rows = useMemo(() => historyRows(data?.items ?? [], (state) => text(`ranking.${state}`)), [data, text]);
  const spec = useMemo(() => historySpec(label), [label]);
  const last = data?.items.at(-1);
  if (!data || !last) return null;
  if (rows.length < 2) return <Text size="sm" c="dimmed">{say("influencers.history.short")}</Text>;
  const columns: Column<Datum>[] = [
    { key: "day", label: say("word.date"), show: (row) => formats.day(String(row.day)) },
    { key: "state", label: say("word.status"), show: (row) => String(row.state) },
    { key: "position", label, isFigure: true, show: (row) => `${row.position} / ${row.of}` },
  ];
  return <Chart title={say("ranking.history")} alt={say("ranking.history.alt", { position: last.position, of: last.of })} spec={spec} data={rows} columns={columns} height={150} />;
};
