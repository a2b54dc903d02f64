import { Text } from "@mantine/core";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { done } from "@/ui/forms";
import { useFormats } from "@/ui/formats";

import { sumOf } from "../cents";
import type { Payment } from "../data";
import { Dialog } from "../Dialog";
import { useFresh } from "../useFresh";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";

type Props = { payments: readonly Payment[]; onLeaveOut: (ids: number[]) => void; onClose: () => void };

/** Approve exactly these, all of them or none; together above the limit, a fresh second factor is asked for. */
export const ApproveMany = ({ payments, onLeaveOut, onClose }: Props) => {
  const say = useText();
  const formats = useFormats();
  const fresh = useFresh();
  const keyOf = useKey();
  const refresh = useRefresh();
  const payment_ids = payments.map((one) => one.payment_id);
  const send = async () => {
    const params = { header: { "Idempotency-Key": keyOf(payment_ids) } };
    const { data } = await fresh(() => api.POST("/api/payments/approve", { body: { payment_ids }, params }));
    await refresh();
    if (data) done(say("payments.approved", { count: data.payments, sum: formats.money(data.amount) }));
  };
  const of = { count: payments.length, sum: formats.money(sumOf(payments.map(({ amount }) => amount))) };
  return (
    <Dialog title={say("payments.approve.many", of)} label={say("payments.step.approve")} isReady={payments.length > 0} send={send} onClose={onClose} onLeaveOut={onLeaveOut}>
      <Text size="sm">{say("payments.approve.ask", of)}</Text>
    </Dialog>
  );
};
