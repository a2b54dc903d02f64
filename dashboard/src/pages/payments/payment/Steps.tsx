import { Button, Group } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";

import type { Payment } from "../data";
import { StepDialog } from "./StepDialog";
import { type Step, stepsOf } from "./steps";

const FORWARD = new Set<Step>(["approve", "schedule", "pay", "retry"]);

/** What one may do with a payment as it is now; the step forward first. */
export const Steps = ({ payment }: { payment: Payment }) => {
  const say = useText();
  const may = useMay();
  const { user_id: userId } = useMe();
  const [asking, setAsking] = useState<Step | null>(null);
  const steps = stepsOf(payment, { userId, mayApprove: may("payments.approve"), mayExecute: may("payments.execute") });
  const next = steps.find((step) => FORWARD.has(step) && !(step === "schedule" && payment.status === "scheduled"));
  return (
    <Group gap="xs">
      {steps.map((step) => (
        <Button key={step} variant={step === next ? "filled" : "default"} onClick={() => setAsking(step)}>
          {say(step === "schedule" && payment.status === "scheduled" ? "payments.step.reschedule" : `payments.step.${step}`)}
        </Button>
      ))}
      {asking && <StepDialog payment={payment} step={asking} onClose={() => setAsking(null)} />}
    </Group>
  );
};
