import { Anchor, Select, Text } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { Listed, useList } from "@/ui/list";

import { DaysInput } from "./DaysInput";
import { FilterFields } from "./FilterFields";
import { KindChoice } from "./KindChoice";
import { DEFINITIONS } from "./keys";
import { daysOf, fieldsOf, type Kind } from "./kinds";
import { CUSTOM, type Draft, filtersOf, PERIODS } from "./schedule";
import { changed } from "./values";

export type PartProps = { draft: Draft; change: (changes: Partial<Draft>) => void; kind: Kind; errors: Record<string, string> };
type Props = PartProps & { kinds: readonly Kind[]; onKind: (kind: Kind) => void };

const MOST = 200;

/** What is reported: a kind with its filters or a saved question, and the days of it. */
export const ScheduleContent = ({ draft, change, kind, kinds, onKind }: Props) => {
  const days = daysOf(kind);
  const onChange = (changes: Parameters<typeof changed>[1]) => change({ values: changed(draft.values, changes) });
  const choose = (slug: string) => {
    const found = kinds.find((one) => one.kind === slug);
    if (found) onKind(found);
  };
  return (
    <>
      <KindChoice kinds={kinds} kind={kind} onChange={choose} />
      {kind.kind === CUSTOM && <SavedQuestion draft={draft} change={change} />}
      {days !== "none" && <PeriodChoice draft={draft} change={change} />}
      {days !== "none" && draft.period === null && kind.kind !== CUSTOM && <DaysInput days={days} values={filtersOf(draft, kind)} onChange={onChange} />}
      {kind.kind !== CUSTOM && <FilterFields key={kind.kind} fields={fieldsOf(kind)} values={draft.values} onChange={onChange} />}
    </>
  );
};

const PeriodChoice = ({ draft, change }: Pick<Props, "draft" | "change">) => {
  const say = useText();
  const none = draft.kind === CUSTOM ? "reports.period.question" : "reports.period.none";
  const data = [...PERIODS.map((value) => ({ value: value as string, label: say(`reports.period.${value}`) })), { value: "none", label: say(none) }];
  return (
    <Select
      label={say("filter.window")}
      description={say("reports.period.about")}
      data={data}
      value={draft.period ?? "none"}
      onChange={(value) => change({ period: PERIODS.find((one) => one === value) ?? null })}
      allowDeselect={false}
    />
  );
};

/** Which question of one's own is asked each time, as it is saved at that time. */
const SavedQuestion = ({ draft, change }: Pick<Props, "draft" | "change">) => {
  const say = useText();
  const { query, rows } = useList([...DEFINITIONS, "choice"], (cursor) => api.GET("/api/report-definitions", { params: { query: { cursor, sort: "name", limit: MOST } } }));
  const chosen = draft.values.definition_id;
  return (
    <Listed query={query}>
      <Select
        label={say("reports.schedules.question")}
        data={rows.map(({ definition_id, name }) => ({ value: String(definition_id), label: name }))}
        value={typeof chosen === "number" ? String(chosen) : null}
        onChange={(id) => change({ values: id ? { definition_id: Number(id) } : {} })}
        placeholder={say("reports.choose")}
        searchable
        required
        nothingFoundMessage={say("reports.none.found")}
      />
      {rows.length === 0 && (
        <Text size="sm">
          {say("reports.schedules.question.none")}{" "}
          <Anchor component={Link} to="/reports/custom/new">
            {say("reports.custom.new")}
          </Anchor>
        </Text>
      )}
    </Listed>
  );
};
