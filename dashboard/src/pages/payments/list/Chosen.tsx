import { Button, Card, Group, Text } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { sumOf } from "../cents";
import type { Payment } from "../data";
import { ApproveMany } from "./ApproveMany";
import { type Powers, partsOf } from "./choice";
import { MakeBatch } from "./MakeBatch";

type Props = { payments: readonly Payment[]; powers: Powers; onChange: (ids: number[]) => void };

/** How many are chosen, what they come to, and what can be done with exactly those. */
export const Chosen = ({ payments, powers, onChange }: Props) => {
  const say = useText();
  const formats = useFormats();
  const [asking, setAsking] = useState<"approve" | "batch" | null>(null);
  const { approve, batch } = partsOf(payments, powers);
  if (payments.length === 0) return null;
  const leaveOut = (ids: number[]) => onChange(payments.map((one) => one.payment_id).filter((id) => !ids.includes(id)));
  const close = () => setAsking(null);
  return (
    <Card withBorder padding="sm" className="no-print" pos="sticky" top={60} style={{ zIndex: 5 }}>
      <Group gap="sm">
        <Text size="sm" role="status" style={{ flexGrow: 1 }}>
          {say("payments.chosen", { count: payments.length, sum: formats.money(sumOf(payments.map(({ amount }) => amount))) })}
        </Text>
        {approve.length > 0 && <Button onClick={() => setAsking("approve")}>{say("payments.approve.many", { count: approve.length })}</Button>}
        {batch.length > 0 && <Button onClick={() => setAsking("batch")}>{say("batches.make", { count: batch.length })}</Button>}
        <Button variant="subtle" onClick={() => onChange([])}>
          {say("payments.choose.none")}
        </Button>
      </Group>
      {asking === "approve" && <ApproveMany payments={approve} onLeaveOut={leaveOut} onClose={close} />}
      {asking === "batch" && <MakeBatch payments={batch} onLeaveOut={leaveOut} onClose={close} />}
    </Card>
  );
};
