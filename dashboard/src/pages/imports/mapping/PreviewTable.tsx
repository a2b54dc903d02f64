import { List, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

import { columnNames } from "./mapping";

type Preview = Schema["PreviewOut"];
type Row = Schema["PreviewRow"];

/** The first rows: as they would land, or as the file has them, each with what would become of it. */
export const PreviewTable = ({ preview }: { preview: Preview }) => {
  const say = useText();
  const formats = useFormats();
  const [side, setSide] = useState<"values" | "cells">("values");
  if (preview.rows.length === 0) return preview.error ? null : <Text size="sm">{say("imports.preview.empty")}</Text>;
  // By this mapping nothing was read: there is no fate to tell, only what the file has.
  if (preview.error) return <Rows preview={preview} side="cells" />;
  const counts = { inserted: formats.count(preview.rows_inserted), updated: formats.count(preview.rows_updated), unchanged: formats.count(preview.rows_unchanged), rejected: formats.count(preview.rows_rejected) };
  return (
    <Stack gap="sm">
      <Text size="sm" aria-live="polite">
        {say("imports.preview.counts", counts)}
      </Text>
      <div>
        <SegmentedControl
          aria-label={say("imports.preview")}
          value={side}
          onChange={(value) => setSide(value === "cells" ? "cells" : "values")}
          data={(["values", "cells"] as const).map((value) => ({ value, label: say(`imports.preview.${value}`) }))}
        />
      </div>
      <Rows preview={preview} side={side} />
      {preview.notes.length > 0 && (
        <List size="sm">
          {preview.notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
};

const Rows = ({ preview, side }: { preview: Preview; side: "values" | "cells" }) => {
  const say = useText();
  const formats = useFormats();
  const reasons = (line: number) => preview.rejects.filter((reject) => reject.line === line);
  const fields = [...new Set(preview.rows.flatMap((row) => Object.keys(row.values ?? {})))];
  const shown: Column<Row>[] =
    side === "cells"
      ? columnNames(preview.header).map((name, index) => ({ key: `cell ${index}`, label: name, show: (row) => row.cells[index] ?? "" }))
      : fields.map((name) => ({ key: `value ${name}`, label: name, show: (row) => row.values?.[name] ?? "–" }));
  const columns: Column<Row>[] = [
    { key: "line", label: say("imports.line"), show: (row) => formats.count(row.line) },
    ...(preview.error ? [] : [{ key: "fate", label: say("imports.fate"), show: (row: Row) => <Fate rejects={reasons(row.line)} /> }]),
    ...shown,
  ];
  return <DataTable label={say(`imports.preview.${side}`)} rows={preview.rows} columns={columns} idOf={(row) => row.line} />;
};

/** Whether a row would be taken, and if not, why. */
const Fate = ({ rejects }: { rejects: Preview["rejects"] }) => {
  const say = useText();
  if (rejects.length === 0) return say("imports.fate.taken");
  return (
    <Text span size="sm" fw={600}>
      {say("imports.fate.refused")}: {rejects.map((reject) => [reject.column_name, reject.reason].filter(Boolean).join(": ")).join("; ")}
    </Text>
  );
};
