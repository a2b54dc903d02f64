import { Button, Card, Group, Stack, Switch, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, tell, useUnsavedGuard } from "@/ui/forms";

import { refreshSources } from "../sources/refresh";
import { AsJson } from "./AsJson";
import { FieldTable } from "./FieldTable";
import { General } from "./General";
import { columnNames, type Mapping, mappingOf } from "./mapping";
import { PreviewPanel } from "./PreviewPanel";

type Source = Schema["SourceOut"];

export const Editor = ({ source }: { source: Source }) => {
  const say = useText();
  const stored = mappingOf(source.mapping);
  const [mapping, setMapping] = useState<Mapping>(stored);
  const [header, setHeader] = useState<readonly string[]>([]);
  const adopt = (proposed: Mapping) => {
    setMapping(proposed);
    done(say("imports.proposal.adopted"));
  };
  const isDirty = JSON.stringify(mapping) !== JSON.stringify(stored);
  return (
    <Stack>
      <PreviewPanel source={source} mapping={mapping} onHeader={setHeader} onAdopt={adopt} />
      <Card withBorder>
        <Title order={2} size="h4" mb="sm">
          {say("imports.mapping")}
        </Title>
        <Stack>
          <General mapping={mapping} onChange={setMapping} />
          <FieldTable mapping={mapping} columns={columnNames(header).filter(Boolean)} onChange={setMapping} />
          <AsJson mapping={mapping} onChange={setMapping} />
        </Stack>
      </Card>
      <Save source={source} mapping={mapping} isDirty={isDirty} />
    </Stack>
  );
};

const Save = ({ source, mapping, isDirty }: { source: Source; mapping: Mapping; isDirty: boolean }) => {
  const say = useText();
  const go = useNavigate();
  const queries = useQueryClient();
  const [enabled, setEnabled] = useState(true);
  const [isSaving, setSaving] = useState(false);
  useUnsavedGuard(isDirty, isSaving);
  const save = async () => {
    setSaving(true);
    try {
      await api.PATCH("/api/imports/sources/{source_id}", { params: { path: { source_id: source.source_id }, header: LAST_READ }, body: { mapping, enabled: source.enabled || enabled } });
      done(say("action.saved"));
      await go(`/imports/sources/${source.source_id}`);
      await refreshSources(queries);
    } catch (error) {
      tell(error, say);
      setSaving(false);
    }
  };
  return (
    <Group>
      <Button onClick={() => void save()} loading={isSaving} disabled={!isDirty && (source.enabled || !enabled)}>
        {say("imports.mapping.save")}
      </Button>
      {!source.enabled && <Switch label={say("imports.mapping.enable")} checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />}
    </Group>
  );
};
