import { Anchor, Button, Group, Select } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import { PaymentsPage } from "../area";
import { Progress } from "./Progress";

const PAGE = 50;
const CHOOSE = "/payments?status=approved&status=scheduled";

const Batches = () => {
  const say = useText();
  const may = useMay();
  const { change, search } = useFilters();
  const open = search.get("open");
  const choices = ["true", "false"].map((value) => ({ value, label: say(value === "true" ? "batches.open" : "batches.closed") }));
  const make = may("payments.execute") && (
    <Button component={Link} to={CHOOSE}>
      {say("batches.new")}
    </Button>
  );
  return (
    <PaymentsPage title={say("batches.title")} about={say("batches.about")} actions={make}>
      <Group className="no-print">
        <Select label={say("batches.state")} data={choices} value={open} onChange={(value) => change({ open: value })} placeholder={say("filter.any")} clearable w={260} />
      </Group>
      <List open={open === null ? undefined : open === "true"} />
    </PaymentsPage>
  );
};

const List = ({ open }: { open: boolean | undefined }) => {
  const say = useText();
  const formats = useFormats();
  const { change, search } = useFilters();
  const asked = { open, sort: search.get("sort") ?? "-batch_id", limit: PAGE };
  const { query, rows } = useList(["list", "/api/payments/batches", asked], (cursor) => api.GET("/api/payments/batches", { params: { query: { ...asked, cursor } } }));
  return (
    <Listed query={query}>
      <DataTable
        label={say("batches.title")}
        rows={rows}
        idOf={(batch) => batch.batch_id}
        sorted={asked.sort}
        onSort={(sort) => change({ sort })}
        empty={say(open === undefined ? "batches.empty" : "state.empty.filtered")}
        columns={[
          { key: "batch", label: say("batches.batch"), sort: "batch_id", width: 110, show: ({ batch_id }) => <Anchor component={Link} to={`/payments/batches/${batch_id}`}>{say("batches.one", { id: batch_id })}</Anchor> },
          { key: "day", label: say("batches.day"), sort: "execution_date", show: (batch) => formats.day(batch.execution_date) },
          { key: "progress", label: say("word.status"), width: 260, show: (batch) => <Progress batch={batch} /> },
          { key: "exported", label: say("batches.exported"), show: (batch) => (batch.exported_at ? formats.instant(batch.exported_at) : say("batches.exported.not")) },
          { key: "payments", label: say("payments.title"), isFigure: true, show: (batch) => formats.count(batch.payments) },
          { key: "total", label: say("word.amount"), isFigure: true, show: (batch) => formats.money(batch.total) },
        ]}
      />
    </Listed>
  );
};

export default Batches;
