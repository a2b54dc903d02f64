import { Alert, Anchor, Card, List, Stack, Text, Title } from "@mantine/core";
import { Link, useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { Facts } from "@/ui/table";

import { useSourceNames } from "../sources/names";
import { Counts } from "./Counts";
import { Rejects } from "./Rejects";
import { RunActions } from "./RunActions";
import { RunState } from "./RunState";
import { isLive, type Run as OneRun, secondsOf } from "./runs";

const LOOK_AGAIN = 1000;

const Run = () => {
  const say = useText();
  const runId = Number(useParams().runId);
  const query = $api.useQuery(
    "get",
    "/api/imports/runs/{run_id}",
    { params: { path: { run_id: runId } } },
    { refetchInterval: ({ state }) => (state.data && isLive(state.data, Date.now()) ? LOOK_AGAIN : false) },
  );
  const title = query.data?.file_name ?? say("imports.run.number", { id: runId });
  const above = [{ label: say("nav.imports"), to: "/imports" }, { label: say("imports.runs"), to: "/imports?tab=runs" }];
  return (
    <Page title={title} above={above} actions={query.data && <RunActions run={query.data} />}>
      <Loaded query={query}>{(run) => <Told run={run} />}</Loaded>
    </Page>
  );
};

const Told = ({ run }: { run: OneRun }) => {
  const say = useText();
  return (
    <Stack>
      {run.error && (
        <Alert color="red" title={say("imports.run.failed")} role="alert">
          {run.error}
        </Alert>
      )}
      {run.state === "waiting" && <Alert title={say("imports.run.waiting")}>{say("imports.run.waiting.about")}</Alert>}
      <Counts run={run} />
      <Card withBorder>
        <RunFacts run={run} />
      </Card>
      {run.notes.length > 0 && (
        <section>
          <Title order={2} size="h4" mb="xs">
            {say("imports.notes")}
          </Title>
          <List size="sm">
            {run.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </section>
      )}
      {run.rows_rejected > 0 && <Rejects run={run} />}
    </Stack>
  );
};

const RunFacts = ({ run }: { run: OneRun }) => {
  const say = useText();
  const formats = useFormats();
  const nameOf = useSourceNames();
  const seconds = secondsOf(run, Date.now());
  return (
    <Facts
      facts={[
        [say("word.status"), <RunState key="state" run={run} />],
        [say("imports.source"), <Anchor key="source" component={Link} to={`/imports/sources/${run.source_id}`}>{nameOf(run.source_id)}</Anchor>],
        [say("imports.at"), formats.instant(run.created_at)],
        [say("imports.run.took"), seconds === null ? "–" : say("imports.seconds", { seconds: formats.number(seconds) })],
        [say("imports.run.attempts"), formats.count(run.attempts)],
        ...(run.undone_at ? [[say("imports.run.undone"), formats.instant(run.undone_at)] as const] : []),
        ["SHA-256", <Text key="sha" span size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>{run.file_sha256 ?? "–"}</Text>],
      ].map(([name, what]) => [name, what])}
    />
  );
};

export default Run;
