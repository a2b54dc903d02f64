import { Button, Card, Grid, Group, Stack, TextInput, Title } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { useLeave } from "@/ui/editing";

import { ChartChoice } from "./ChartChoice";
import { DaysInput } from "./DaysInput";
import { Run } from "./Definitions";
import { FilterFields } from "./FilterFields";
import { daysOf, fieldsOf, type Kind, missingOf } from "./kinds";
import { Preview } from "./Preview";
import { fittingCharts } from "./question";
import { QuestionPreview } from "./QuestionPreview";
import { type Draft, useDefinition } from "./useDefinition";
import { changed } from "./values";

type Props = { kind: Kind; definitionId?: number; first: Draft };

export const DefinitionForm = ({ kind, definitionId, first }: Props) => {
  const say = useText();
  const [draft, setDraft] = useState(first);
  const [saved, setSaved] = useState(first);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const leave = useLeave(isDirty);
  // What was typed since it was saved stays.
  const undone = (before: Draft, after: Draft) => {
    setSaved(before);
    setDraft((now) => (JSON.stringify(now) === JSON.stringify(after) ? before : now));
  };
  const { save, remove, errors, isSaving } = useDefinition(kind, definitionId, { leave, kept: setSaved, undone });
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const onChange = (changes: Parameters<typeof changed>[1]) => change({ values: changed(draft.values, changes) });
  const fields = fieldsOf(kind);
  const days = daysOf(kind);
  const fitting = fittingCharts(draft.values);
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 4 }} className="no-print">
        <Card
          withBorder
          component="form"
          style={{ overflow: "visible" }}
          onSubmit={(event: { preventDefault: () => void }) => {
            event.preventDefault();
            void save(draft, saved);
          }}
        >
          <Stack gap="sm">
            <TextInput label={say("word.name")} value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} error={errors.name} maxLength={100} required />
            {days !== "none" && <DaysInput days={days} values={draft.values} onChange={onChange} />}
            <FilterFields fields={fields} values={draft.values} onChange={onChange} ofSales />
            <ChartChoice kind={kind} chosen={draft.charts} onChange={(charts) => change({ charts })} />
            <Group>
              <Button type="submit" loading={isSaving} disabled={(definitionId !== undefined && !isDirty) || missingOf(fields, draft.values).length > 0}>
                {say("action.save")}
              </Button>
              {definitionId !== undefined && <Deeds definition={{ definition_id: definitionId, name: saved.name }} isDirty={isDirty} onRemove={remove} />}
            </Group>
          </Stack>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Title order={2} size="h4" mb="sm">
          {say("reports.preview")}
        </Title>
        <QuestionPreview values={draft.values}>
          <Preview kind={kind} values={draft.values} charts={draft.charts.filter((slug) => fitting.includes(slug))} />
        </QuestionPreview>
      </Grid.Col>
    </Grid>
  );
};

type DeedsProps = { definition: { definition_id: number; name: string }; isDirty: boolean; onRemove: (name: string) => void };

/** What can be done with what is saved. */
const Deeds = ({ definition, isDirty, onRemove }: DeedsProps) => {
  const say = useText();
  return (
    <>
      <Run definition={definition} isDisabled={isDirty} />
      <Button variant="subtle" color="red" onClick={() => onRemove(definition.name)}>
        {say("action.delete")}
      </Button>
    </>
  );
};
