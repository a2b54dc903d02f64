import { Anchor, Card, Code, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useParams } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { Facts } from "@/ui/table";

import { isUnfinished, StateOf, usePolling } from "./progress";
import { Actions } from "./ReportList";
import { useNamed } from "./useOptions";
import { useReport } from "./useReport";

const KILO = 1000;

/** One report, as mails link to it. */
const Report = () => {
  const say = useText();
  const named = useNamed();
  const { reportId = "" } = useParams();
  const query = $api.useQuery("get", "/api/reports/{report_id}", { params: { path: { report_id: reportId } } }, { staleTime: 0 });
  usePolling(query.data ? isUnfinished(query.data) : false, () => void query.refetch());
  return (
    <Page title={query.data ? named("kind", query.data.kind) : say("reports.one")} above={[{ label: say("nav.reports"), to: "/reports" }]}>
      <Loaded query={query}>{(report) => <Shown report={report} />}</Loaded>
    </Page>
  );
};

const Shown = ({ report }: { report: Schema["ReportOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const { download } = useReport();
  const facts: [ReactNode, ReactNode][] = [
    [say("word.status"), <StateOf key="state" report={report} />],
    [say("reports.format"), say(`reports.format.${report.format}`)],
    [say("reports.askedAt"), formats.instant(report.created_at)],
  ];
  // What an administrator is asked for where it failed.
  if (report.state === "failed") facts.push([say("reports.id"), <Code key="id" style={{ overflowWrap: "anywhere" }}>{report.report_id}</Code>]);
  if (report.finished_at) facts.push([say("reports.finishedAt"), formats.instant(report.finished_at)]);
  if (report.size) facts.push([say("reports.size"), say("reports.kilobytes", { size: formats.count(Math.max(1, Math.round(report.size / KILO))) })]);
  if (report.sha256) facts.push(["SHA-256", <Code key="sha" style={{ overflowWrap: "anywhere" }}>{report.sha256}</Code>]);
  return (
    <Card withBorder maw={720}>
      <Stack>
        <Facts facts={facts} />
        <Group>
          <Actions report={report} />
          {report.about_url && (
            <Anchor component="button" type="button" size="sm" onClick={() => void download(report.report_id, "about_url")}>
              {say("reports.aboutFile")}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Card>
  );
};

export default Report;
