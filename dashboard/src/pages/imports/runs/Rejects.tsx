import { Code, Group, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import type { Run } from "./runs";

type Reject = Schema["RejectOut"];
const TYPING = 300;

/** The refused lines, each with its reason. */
export const Rejects = ({ run }: { run: Run }) => {
  const say = useText();
  const formats = useFormats();
  const { change, search } = useFilters();
  const [column, setColumn] = useState(search.get("column") ?? "");
  const [wanted] = useDebouncedValue(column.trim(), TYPING);
  const sort = search.get("sort") === "-line" ? "-line" : "line";
  const { query, rows } = useList<Reject>(["imports/rejects", run.run_id, run.rows_rejected, wanted, sort], (cursor) =>
    api.GET("/api/imports/runs/{run_id}/rejects", { params: { path: { run_id: run.run_id }, query: { column_name: wanted || undefined, sort, cursor } } }),
  );
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <Title order={2} size="h4">
          {say("imports.rejects")}
        </Title>
        <TextInput label={say("imports.column")} value={column} onChange={(event) => setColumn(event.currentTarget.value)} className="no-print" />
      </Group>
      <Listed query={query}>
        <DataTable
          label={say("imports.rejects")}
          rows={rows}
          idOf={(reject) => reject.reject_id}
          sorted={sort}
          onSort={(by) => change({ sort: by })}
          empty={say("state.empty.filtered")}
          columns={[
            { key: "line", label: say("imports.line"), sort: "line", width: 90, show: (reject) => formats.count(reject.line) },
            { key: "column", label: say("imports.column"), show: (reject) => reject.column_name ?? "–" },
            { key: "value", label: say("imports.value"), show: (reject) => (reject.value === null ? "–" : <Code style={{ overflowWrap: "break-word" }}>{reject.value}</Code>) },
            { key: "reason", label: say("imports.reason"), show: (reject) => reject.reason },
          ]}
        />
      </Listed>
    </section>
  );
};
