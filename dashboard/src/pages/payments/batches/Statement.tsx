import { Button, Card, FileInput, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";

import type { Batch } from "../data";
import { Refused } from "../Refused";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";
import { CsvOptions, type Reading } from "./CsvOptions";
import { Findings } from "./Findings";
import { LONGEST, decimalOf, delimiterOf, formatOf, guess, headingOf } from "./statement";

const readingOf = (content: string): Reading => {
  const delimiter = delimiterOf(content);
  return { delimiter, decimal: decimalOf(delimiter), columns: guess(headingOf(content, delimiter)) };
};

/** What the bank said of a batch: read from its statement, with what does not fit told to a person. */
export const Statement = ({ batch }: { batch: Batch }) => {
  const say = useText();
  const keyOf = useKey();
  const refresh = useRefresh();
  const [file, setFile] = useState<File | null>(null);
  const [content, setContent] = useState("");
  const [reading, setReading] = useState<Reading | null>(null);
  const [told, setTold] = useState<Schema["StatementOut"] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const take = async (chosen: File | null) => {
    const text = (await chosen?.text()) ?? "";
    setFile(chosen);
    setContent(text);
    setReading(text && formatOf(text) === "csv" ? readingOf(text) : null);
    setTold(null);
    setError(null);
  };
  const send = async () => {
    setSending(true);
    setError(null);
    const body = { format: formatOf(content), content, ...reading };
    try {
      const params = { path: { batch_id: batch.batch_id }, header: { "Idempotency-Key": keyOf(body) } };
      const { data } = await api.POST("/api/payments/batches/{batch_id}/statement", { params, body });
      setTold(data ?? null);
      await refresh();
    } catch (refused) {
      setError(refused);
    }
    setSending(false);
  };
  const isTooLong = content.length > LONGEST;
  const isReady = content !== "" && !isTooLong && (reading === null || (reading.columns.end_to_end_id !== "" && reading.columns.amount !== ""));
  return (
    <Card withBorder component="section" className="no-print">
      <Title order={2} size="h4" mb="xs">
        {say("statement.title")}
      </Title>
      <Stack>
        <Text size="sm">{say("statement.about")}</Text>
        <Group align="flex-end">
          <FileInput label={say("statement.file")} placeholder={say("statement.choose")} accept=".xml,.csv,.txt" value={file} onChange={(chosen) => void take(chosen)} error={isTooLong ? say("statement.tooLong") : undefined} clearable w={{ base: "100%", xs: 320 }} />
          <Button disabled={!isReady} loading={isSending} onClick={() => void send()}>
            {say("statement.read")}
          </Button>
        </Group>
        {content !== "" && reading === null && <Text size="sm">{say("statement.camt")}</Text>}
        {reading && <CsvOptions reading={reading} heading={headingOf(content, reading.delimiter)} onChange={setReading} onDelimiter={(delimiter) => setReading({ delimiter, decimal: decimalOf(delimiter), columns: guess(headingOf(content, delimiter)) })} />}
        {error !== null && <Refused error={error} />}
        {told && <Findings told={told} />}
      </Stack>
    </Card>
  );
};
