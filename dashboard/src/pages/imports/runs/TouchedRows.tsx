import { Stack, Text } from "@mantine/core";

import { useText } from "@/messages";
import { DataTable } from "@/ui/table";

import type { Touched } from "./runs";

/** Why a run cannot be taken back: rows of it that something newer touched. */
export const TouchedRows = ({ rows, hasMore }: { rows: readonly Touched[]; hasMore: boolean }) => {
  const say = useText();
  return (
    <Stack>
      <Text size="sm">{say("imports.undo.touched")}</Text>
      <DataTable
        label={say("imports.undo.touched")}
        rows={rows}
        idOf={(row) => `${row.table}/${row.id}/${row.why}`}
        columns={[
          { key: "table", label: say("imports.undo.table"), show: (row) => row.table },
          { key: "id", label: say("imports.undo.row"), show: (row) => row.id },
          { key: "why", label: say("imports.reason"), show: (row) => row.why },
        ]}
      />
      {hasMore && <Text size="sm">{say("imports.undo.more")}</Text>}
    </Stack>
  );
};
