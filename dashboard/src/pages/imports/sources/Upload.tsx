import { Alert, Button, Card, FileInput, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { tell } from "@/ui/forms";

import { send } from "./sending";

type Source = Schema["SourceOut"];
const ENDINGS = { csv: ".csv,.tsv,.txt", xlsx: ".xlsx", json: ".json,.jsonl,.ndjson", jsonl: ".jsonl,.ndjson" };

/** Send a file of this source; its arrival starts the run, whose page opens. */
export const Upload = ({ source }: { source: Source }) => {
  const say = useText();
  const [file, setFile] = useState<File | null>(null);
  const { share, start, failed } = useSending(source);
  const endings = ENDINGS[(source.mapping.format as keyof typeof ENDINGS | undefined) ?? "csv"];
  const told = endings.replaceAll(",", ", ");
  const isOther = file !== null && !endings.split(",").some((ending) => file.name.toLowerCase().endsWith(ending));
  return (
    <Card
      withBorder
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setFile(event.dataTransfer.files[0] ?? null);
      }}
    >
      <Title order={2} size="h4" mb="sm">
        {say("imports.upload")}
      </Title>
      <Stack>
        {source.enabled ? (
          <>
            <FileInput label={say("imports.upload.file")} description={say("imports.upload.hint", { endings: told })} placeholder={say("imports.upload.choose")} accept={endings} value={file} onChange={setFile} error={isOther && say("imports.upload.other", { endings: told })} clearable />
            {share !== null && <Progress value={share * 100} aria-label={say("imports.upload.sending")} />}
            {failed && (
              <Alert color="red" role="alert">
                {say("imports.upload.failed")}
              </Alert>
            )}
            <Group>
              <Button disabled={!file || isOther} loading={share !== null} onClick={() => file && void start(file)}>
                {say("imports.upload.send")}
              </Button>
            </Group>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {say("imports.upload.off")}
          </Text>
        )}
      </Stack>
    </Card>
  );
};

const useSending = (source: Source) => {
  const say = useText();
  const go = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const start = async (file: File) => {
    setShare(0);
    setFailed(false);
    try {
      const { data } = await api.POST("/api/imports/uploads", { body: { source_id: source.source_id, file_name: file.name }, params: { header: { "Idempotency-Key": crypto.randomUUID() } } });
      if (!data) return;
      await send(data.upload_url, file, setShare).then(
        () => go(`/imports/runs/${data.run_id}`),
        () => setFailed(true),
      );
    } catch (error) {
      tell(error, say);
    }
    setShare(null);
  };
  return { share, failed, start };
};
