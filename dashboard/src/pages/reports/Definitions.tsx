import { Anchor, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { SearchFilter } from "@/ui/search";
import { type Column, DataTable } from "@/ui/table";

import { DEFINITIONS } from "./keys";
import { Parts } from "./Parts";
import { useAsk } from "./useAsk";
import { useQuestionWords } from "./useQuestionWords";

type Item = Schema["DefinitionOut"];

const FORMATS = ["xlsx", "pdf", "csv"] as const;

/** Questions of one's own, saved under a name. */
const Definitions = () => {
  const say = useText();
  const { search, change } = useFilters();
  const q = search.get("q") ?? undefined;
  const sort = search.get("sort") ?? "name";
  const { query, rows } = useList([...DEFINITIONS, q, sort], (cursor) => api.GET("/api/report-definitions", { params: { query: { cursor, q, sort } } }));
  const columns = useColumns();
  return (
    <Page
      title={say("reports.part.custom")}
      about={say("reports.custom.about")}
      actions={
        <Button component={Link} to="/reports/custom/new" leftSection={<IconPlus size={16} aria-hidden />}>
          {say("reports.custom.new")}
        </Button>
      }
    >
      <Parts />
      <Group className="no-print">
        <SearchFilter label={say("filter.search")} />
      </Group>
      <Listed query={query}>
        <DataTable
          label={say("reports.part.custom")}
          rows={rows}
          columns={columns}
          idOf={(one) => one.definition_id}
          sorted={sort}
          onSort={(by) => change({ sort: by })}
          empty={say(q ? "state.empty.filtered" : "reports.custom.none")}
        />
      </Listed>
    </Page>
  );
};

const useColumns = (): Column<Item>[] => {
  const say = useText();
  const formats = useFormats();
  const words = useQuestionWords();
  return [
    {
      key: "name",
      label: say("word.name"),
      sort: "name",
      show: (one) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/reports/custom/${one.definition_id}`}>
            {one.name}
          </Anchor>
          <Text size="xs" c="dimmed">
            {say("reports.changedAt", { when: formats.instant(one.updated_at) })}
          </Text>
        </Stack>
      ),
    },
    { key: "question", label: say("reports.custom.what"), show: (one) => words(one.question) },
    { key: "run", label: <span className="visually-hidden">{say("reports.actions")}</span>, show: (one) => <Run definition={one} /> },
  ];
};

/** Have the file made of what was saved. */
export const Run = ({ definition, isDisabled = false }: { definition: Pick<Item, "definition_id" | "name">; isDisabled?: boolean }) => {
  const say = useText();
  const { ask, isAsking } = useAsk();
  const run = (format: (typeof FORMATS)[number]) => void ask({ kind: "custom", format, filters: { definition_id: definition.definition_id } });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" loading={isAsking} disabled={isDisabled} rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={say("reports.custom.run.one", { name: definition.name })}>
          {say("reports.custom.run")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => run(format)}>
            {say(`reports.format.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

export default Definitions;
