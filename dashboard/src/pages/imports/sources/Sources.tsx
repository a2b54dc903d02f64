import { Anchor, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconPlayerPause } from "@tabler/icons-react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { ChoiceFilter, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { mappingOf } from "../mapping/mapping";
import { useScheduleWords } from "./words";

type Source = Schema["SourceOut"];
type Kind = Schema["SourceKind"];
export const KINDS: readonly Kind[] = ["upload", "blob_folder", "https_feed"];
const STATES = ["on", "off", "failing"] as const;

/** The sources of files, by kind and by whether they work. */
export const Sources = () => {
  const say = useText();
  const { change, search } = useFilters();
  const kind = KINDS.find((one) => one === search.get("kind"));
  const state = search.get("state");
  const sort = search.get("sort") === "-slug" ? "-slug" : "slug";
  const asked = { kind, sort, enabled: state === "on" ? true : state === "off" ? false : undefined, failing: state === "failing" || undefined };
  const { query, rows } = useList<Source>(["imports/sources", asked], (cursor) => api.GET("/api/imports/sources", { params: { query: { ...asked, cursor } } }));
  const columns = useColumns();
  return (
    <Stack gap="md">
      <Group align="flex-end" className="no-print">
        <ChoiceFilter name="kind" label={say("imports.kind")} data={KINDS.map((value) => ({ value, label: say(`imports.kind.${value}`) }))} />
        <ChoiceFilter name="state" label={say("word.status")} data={STATES.map((value) => ({ value, label: say(`imports.source.${value}`) }))} />
      </Group>
      <Listed query={query}>
        <DataTable label={say("imports.sources")} rows={rows} columns={columns} idOf={(source) => source.source_id} sorted={sort} onSort={(by) => change({ sort: by })} empty={say("imports.sources.none")} />
      </Listed>
    </Stack>
  );
};

const useColumns = (): Column<Source>[] => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const words = useScheduleWords();
  return [
    {
      key: "slug",
      label: say("word.name"),
      name: say("word.name"),
      sort: "slug",
      show: (source) => (
        <Anchor component={Link} to={`/imports/sources/${source.source_id}`}>
          {source.slug}
        </Anchor>
      ),
    },
    { key: "kind", label: say("imports.kind"), show: (source) => say(`imports.kind.${source.kind}`) },
    { key: "target", label: say("imports.target"), show: (source) => text(`imports.target.${mappingOf(source.mapping).target}`) },
    { key: "schedule", label: say("imports.schedule"), show: words },
    { key: "state", label: say("word.status"), show: (source) => <SourceState source={source} /> },
    { key: "succeeded", label: say("imports.source.succeeded"), show: (source) => formats.instant(source.last_succeeded_at) },
    { key: "next", label: say("imports.source.next"), show: (source) => (source.enabled ? formats.instant(source.next_due_at) : "–") },
  ];
};

/** Whether a source works: in words and by a sign. */
export const SourceState = ({ source }: { source: Source }) => {
  const say = useText();
  const state = !source.enabled ? "off" : source.failures > 0 ? "failing" : "on";
  const [Icon, colour] = { on: [IconCheck, "teal"] as const, off: [IconPlayerPause, "gray"] as const, failing: [IconAlertTriangle, "red"] as const }[state];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />
      <Text span size="sm">
        {state === "failing" ? say("imports.source.failures", { count: source.failures }) : say(`imports.source.${state}`)}
      </Text>
    </Group>
  );
};
