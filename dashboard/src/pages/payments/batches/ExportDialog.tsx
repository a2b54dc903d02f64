import { Text } from "@mantine/core";

import { useText } from "@/messages";
import { done } from "@/ui/forms";

import type { Batch } from "../data";
import { Dialog } from "../Dialog";
import { useFresh } from "../useFresh";
import { useRefresh } from "../useRefresh";
import { exportBatch, type Format } from "./exporting";

/** The file holds account numbers in full: the API wants a fresh second factor, and each export is in the audit log. */
export const ExportDialog = ({ batch, format, onClose }: { batch: Batch; format: Format; onClose: () => void }) => {
  const say = useText();
  const fresh = useFresh();
  const refresh = useRefresh();
  const send = async () => {
    await fresh(() => exportBatch(batch.batch_id, format));
    await refresh();
    done(say("batches.export.done"));
  };
  return (
    <Dialog title={say(format === "csv" ? "batches.export.csv" : "batches.export.pain")} label={say("action.download")} send={send} onClose={onClose}>
      <Text size="sm">{say("batches.export.ask", { count: batch.waiting })}</Text>
      {batch.exported_at && <Text size="sm">{say("batches.export.again")}</Text>}
    </Dialog>
  );
};
