import { Text } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { done } from "@/ui/forms";
import { useFormats } from "@/ui/formats";

import { sumOf } from "../cents";
import type { Payment } from "../data";
import { Dialog } from "../Dialog";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";

type Props = { payments: readonly Payment[]; onLeaveOut: (ids: number[]) => void; onClose: () => void };

/** Put exactly these into one batch for the bank, all of them or none. */
export const MakeBatch = ({ payments, onLeaveOut, onClose }: Props) => {
  const say = useText();
  const formats = useFormats();
  const go = useNavigate();
  const keyOf = useKey();
  const refresh = useRefresh();
  const { business_day } = useMe();
  const [day, setDay] = useState<string>(business_day);
  const send = async () => {
    const body = { payment_ids: payments.map((one) => one.payment_id), execution_date: day };
    const { data } = await api.POST("/api/payments/batches", { body, params: { header: { "Idempotency-Key": keyOf(body) } } });
    await refresh();
    if (!data) return;
    done(say("batches.made", { id: data.batch_id }));
    void go(`/payments/batches/${data.batch_id}`);
  };
  const of = { count: payments.length, sum: formats.money(sumOf(payments.map(({ amount }) => amount))) };
  return (
    <Dialog title={say("batches.make", of)} label={say("batches.make.submit")} isReady={payments.length > 0} send={send} onClose={onClose} onLeaveOut={onLeaveOut}>
      <Text size="sm">{say("batches.make.ask", of)}</Text>
      <DateInput label={say("batches.day")} description={say("batches.day.hint")} value={day} onChange={(chosen) => chosen && setDay(chosen)} minDate={business_day} required />
    </Dialog>
  );
};
