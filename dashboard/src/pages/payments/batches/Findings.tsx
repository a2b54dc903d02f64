import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { READABLE } from "../alerts";

type Told = Schema["StatementOut"];

/** What a statement changed, and what of it somebody has to look at. */
export const Findings = ({ told }: { told: Told }) => {
  const say = useText();
  const { paid, failed, known, unmatched, waiting } = told;
  return (
    <Stack role="status">
      <Alert color={unmatched > 0 ? "orange" : "teal"} variant="light" styles={READABLE} title={say("statement.done")}>
        <Text size="sm">{say("statement.counts", { paid, failed, known })}</Text>
        <Text size="sm">{say("statement.unmatched", { count: unmatched })}</Text>
        <Text size="sm">{say("statement.waiting", { count: waiting })}</Text>
      </Alert>
      {told.findings.length > 0 && <Table told={told} />}
    </Stack>
  );
};

const Table = ({ told }: { told: Told }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <DataTable
      label={say("statement.findings")}
      rows={told.findings}
      idOf={(finding) => `${finding.position}-${finding.end_to_end_id}`}
      columns={[
        { key: "position", label: say("statement.position"), isFigure: true, width: 70, show: (finding) => formats.count(finding.position) },
        { key: "finding", label: say("statement.finding"), show: ({ finding }) => <What finding={finding} /> },
        { key: "payment", label: say("payments.payment"), show: ({ payment_id }) => (payment_id === null ? "–" : <Anchor component={Link} to={`/payments/${payment_id}`}>{say("payments.one", { id: payment_id })}</Anchor>) },
        { key: "id", label: say("batches.endToEnd"), show: (finding) => finding.end_to_end_id ?? "–" },
        { key: "booked", label: say("batches.booked"), show: (finding) => formats.day(finding.booked_on) },
        { key: "reason", label: say("payments.reason"), show: (finding) => finding.reason ?? "–" },
        { key: "amount", label: say("word.amount"), isFigure: true, show: (finding) => formats.money(finding.amount) },
      ]}
    />
  );
};

const What = ({ finding }: { finding: Schema["Finding"] }) => {
  const say = useText();
  return (
    <>
      {say(`statement.finding.${finding}`)}
      <Text size="xs" c="dimmed">
        {say(`statement.finding.${finding}.next`)}
      </Text>
    </>
  );
};
