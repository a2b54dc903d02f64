import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { done } from "@/ui/forms";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { REPORTS } from "./keys";
import { isUnfinished, StateOf, usePolling } from "./progress";
import { useNamed } from "./useOptions";
import { useReport } from "./useReport";

type Item = Schema["ReportListItem"];

const MOST = 50;

export const ReportList = ({ state }: { state: Schema["ReportState"] | undefined }) => {
  const say = useText();
  const { query, rows } = useList([...REPORTS, state], (cursor) => api.GET("/api/reports", { params: { query: { cursor, limit: MOST, sort: "-created_at", state: state && [state] } } }));
  usePolling(rows.some(isUnfinished), () => void query.refetch());
  useToldWhenReady(rows);
  const columns = useColumns();
  return (
    <Listed query={query}>
      <DataTable label={say("nav.reports")} rows={rows} columns={columns} idOf={(report) => report.report_id} empty={say(state ? "state.empty.filtered" : "reports.none")} />
    </Listed>
  );
};

const useColumns = (): Column<Item>[] => {
  const say = useText();
  const named = useNamed();
  const formats = useFormats();
  return [
    {
      key: "kind",
      label: say("reports.kind"),
      show: (report) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/reports/${report.report_id}`}>
            {named("kind", report.kind)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {say(`reports.format.${report.format}`)} · {formats.instant(report.created_at)}
          </Text>
        </Stack>
      ),
    },
    { key: "state", label: say("word.status"), show: (report) => <StateOf report={report} /> },
    { key: "actions", label: <span className="visually-hidden">{say("reports.actions")}</span>, show: (report) => <Actions report={report} /> },
  ];
};

export const Actions = ({ report }: { report: Pick<Item, "report_id" | "state" | "kind" | "created_at"> }) => {
  const say = useText();
  const named = useNamed();
  const formats = useFormats();
  const { download, cancel } = useReport();
  const [isBusy, setBusy] = useState(false);
  const during = (deed: Promise<unknown>) => {
    setBusy(true);
    void deed.finally(() => setBusy(false));
  };
  const what = { what: named("kind", report.kind), when: formats.instant(report.created_at) };
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {report.state === "ready" && (
        <Button size="xs" leftSection={<IconDownload size={16} aria-hidden />} loading={isBusy} onClick={() => during(download(report.report_id))} aria-label={say("reports.download.one", what)}>
          {say("action.download")}
        </Button>
      )}
      {isUnfinished(report) && (
        <Button size="xs" variant="default" loading={isBusy} onClick={() => during(cancel(report.report_id))} aria-label={say("reports.cancel.one", what)}>
          {say("reports.cancel")}
        </Button>
      )}
    </Group>
  );
};

/** A report that was waited for is told of when it can be fetched. */
const useToldWhenReady = (rows: readonly Item[]): void => {
  const say = useText();
  const named = useNamed();
  const waited = useRef(new Set<string>());
  useEffect(() => {
    for (const report of rows) {
      if (isUnfinished(report)) waited.current.add(report.report_id);
      else if (waited.current.delete(report.report_id) && report.state === "ready") done(say("reports.ready", { what: named("kind", report.kind) }));
    }
  }, [rows, say, named]);
};
