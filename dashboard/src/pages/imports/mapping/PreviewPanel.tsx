import { Alert, Button, Card, FileInput, Group, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { tell } from "@/ui/forms";

import { useMayOpen } from "../sources/names";
import { ENDINGS, forPreview, isTooLarge } from "./files";
import { type Mapping, mappingOf } from "./mapping";
import { PreviewTable } from "./PreviewTable";
import { Proposed } from "./Proposed";

type Source = Schema["SourceOut"];
type Shown = { preview: Schema["PreviewOut"]; isProposed: boolean };
type Props = { source: Source; mapping: Mapping; onHeader: (header: readonly string[]) => void; onAdopt: (mapping: Mapping) => void };

/** How the first rows of a file would land: by the mapping as it is edited, or by the one that is proposed. */
export const PreviewPanel = ({ source, mapping, onHeader, onAdopt }: Props) => {
  const say = useText();
  const [file, setFile] = useState<File | null>(null);
  const [runId, setRunId] = useState<string | null>(null);
  const { shown, isAsking, ask } = useAsking(source.source_id, onHeader);
  const isOversized = file !== null && isTooLarge(file);
  const canAsk = (file !== null || runId !== null) && !isOversized;
  return (
    <Card withBorder>
      <Title order={2} size="h4">
        {say("imports.preview")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say("imports.preview.about")}
      </Text>
      <Stack>
        <Group align="flex-end">
          <FileInput label={say("imports.preview.file")} placeholder={say("imports.upload.choose")} accept={ENDINGS.join(",")} value={file} onChange={setFile} error={isOversized && say("imports.preview.large")} clearable w={280} maw="100%" />
          <EarlierRun sourceId={source.source_id} value={runId} onChange={setRunId} disabled={file !== null} />
          <Button disabled={!canAsk} loading={isAsking} onClick={() => void ask(file, runId, mapping)}>
            {say("imports.preview.show")}
          </Button>
          <Button variant="default" disabled={!canAsk} loading={isAsking} onClick={() => void ask(file, runId, null)}>
            {say("imports.preview.propose")}
          </Button>
        </Group>
        {shown?.preview.error && (
          <Alert color="red" role="alert">
            {shown.preview.error}
          </Alert>
        )}
        {shown?.isProposed && shown.preview.proposal && <Proposed proposal={shown.preview.proposal} onAdopt={(proposal) => onAdopt(mappingOf(proposal.mapping))} />}
        {shown && <PreviewTable preview={shown.preview} />}
      </Stack>
    </Card>
  );
};

/** Files of this source that one may see. */
const EarlierRun = ({ sourceId, value, onChange, disabled }: { sourceId: number; value: string | null; onChange: (runId: string | null) => void; disabled: boolean }) => {
  const say = useText();
  const mayOpen = useMayOpen();
  const { data } = $api.useQuery("get", "/api/imports/runs", { params: { query: { source_id: sourceId, sort: "-run_id", limit: 50 } } });
  const runs = (data?.items ?? []).filter((run) => run.file_sha256 !== null && mayOpen(run));
  if (runs.length === 0) return null;
  return <Select label={say("imports.preview.run")} data={runs.map((run) => ({ value: String(run.run_id), label: `${run.file_name ?? ""} (${run.run_id})` }))} value={value} onChange={onChange} disabled={disabled} searchable clearable w={280} maw="100%" />;
};

/** Ask for a preview; without a mapping, for the proposed one. */
const useAsking = (sourceId: number, onHeader: (header: readonly string[]) => void) => {
  const say = useText();
  const [shown, setShown] = useState<Shown | null>(null);
  const [isAsking, setAsking] = useState(false);
  const ask = async (file: File | null, runId: string | null, mapping: Mapping | null) => {
    setAsking(true);
    try {
      const given = file ? await forPreview(file) : { run_id: Number(runId) };
      const { data } = await api.POST("/api/imports/sources/{source_id}/preview", { params: { path: { source_id: sourceId } }, body: mapping ? { file: given, mapping } : { file: given, by_proposal: true } });
      if (data) {
        setShown({ preview: data, isProposed: mapping === null });
        onHeader(data.header);
      }
    } catch (error) {
      tell(error, say);
    }
    setAsking(false);
  };
  return { shown, isAsking, ask };
};
