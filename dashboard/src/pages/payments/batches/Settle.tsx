import { Text } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { done } from "@/ui/forms";

import type { Batch } from "../data";
import { Dialog } from "../Dialog";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";

/** Without a statement: record that the bank made what is still on its way. */
export const Settle = ({ batch, onClose }: { batch: Batch; onClose: () => void }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const keyOf = useKey();
  const refresh = useRefresh();
  const [day, setDay] = useState<string>(today);
  const send = async () => {
    const params = { path: { batch_id: batch.batch_id }, header: { "Idempotency-Key": keyOf(day) } };
    await api.POST("/api/payments/batches/{batch_id}/pay", { params, body: { paid_on: day } });
    await refresh();
    done(say("batches.settled"));
  };
  return (
    <Dialog title={say("batches.settle")} label={say("batches.settle")} send={send} onClose={onClose}>
      <Text size="sm">{say("batches.settle.ask", { count: batch.waiting })}</Text>
      <DateInput label={say("payments.step.pay.day")} value={day} onChange={(chosen) => chosen && setDay(chosen)} maxDate={today} required />
    </Dialog>
  );
};
