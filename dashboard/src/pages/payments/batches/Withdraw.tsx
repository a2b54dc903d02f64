import { Checkbox, Text, Textarea } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { done } from "@/ui/forms";

import type { Batch } from "../data";
import { Dialog } from "../Dialog";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";

const LONGEST = 500;

/** Take back what is on its way. Of an exported batch somebody has to say that the file was never sent. */
export const Withdraw = ({ batch, onClose }: { batch: Batch; onClose: () => void }) => {
  const say = useText();
  const keyOf = useKey();
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const [wasNeverSent, setNeverSent] = useState(false);
  const body = { reason: reason.trim(), never_sent: wasNeverSent };
  const send = async () => {
    const params = { path: { batch_id: batch.batch_id }, header: { "Idempotency-Key": keyOf(body) } };
    await api.POST("/api/payments/batches/{batch_id}/withdraw", { params, body });
    await refresh();
    done(say("batches.withdrawn"));
  };
  const isReady = body.reason !== "" && (batch.exported_at === null || wasNeverSent);
  return (
    <Dialog title={say("batches.withdraw")} label={say("batches.withdraw")} isDangerous isReady={isReady} send={send} onClose={onClose}>
      <Text size="sm">{say("batches.withdraw.ask", { count: batch.waiting })}</Text>
      <Textarea label={say("payments.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={LONGEST} autosize minRows={2} required data-autofocus />
      {batch.exported_at && <Checkbox label={say("batches.neverSent")} description={say("batches.neverSent.hint")} checked={wasNeverSent} onChange={(event) => setNeverSent(event.currentTarget.checked)} />}
    </Dialog>
  );
};
