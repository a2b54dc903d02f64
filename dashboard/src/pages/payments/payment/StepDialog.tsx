import { Text, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";

import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { done } from "@/ui/forms";
import { useFormats } from "@/ui/formats";

import type { Payment } from "../data";
import { Dialog } from "../Dialog";
import { useFresh } from "../useFresh";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";
import { sendStep } from "./send";
import type { Step } from "./steps";

const LONGEST = 500;

/** One step of a payment: what it means, what it needs to know, and its refusal. */
export const StepDialog = ({ payment, step, onClose }: { payment: Payment; step: Step; onClose: () => void }) => {
  const say = useText();
  const formats = useFormats();
  const { business_day: today } = useMe();
  const fresh = useFresh();
  const keyOf = useKey();
  const refresh = useRefresh();
  const [day, setDay] = useState<string>(payment.scheduled_for && step === "schedule" ? payment.scheduled_for : today);
  const [reason, setReason] = useState("");
  const withDay = step === "schedule" || step === "pay";
  const withReason = step === "fail" || step === "cancel";
  const send = async () => {
    const told = { day, reason: reason.trim() };
    await fresh(() => sendStep(step, payment.payment_id, told, keyOf([step, told])));
    await refresh();
    done(say(`payments.step.${step}.done`));
  };
  const of = { id: payment.payment_id, amount: formats.money(payment.amount), influencer: payment.influencer_name };
  return (
    <Dialog title={say("payments.one", of)} label={say(`payments.step.${step}`)} isDangerous={step === "cancel" || step === "fail"} isReady={!withReason || reason.trim() !== ""} send={send} onClose={onClose}>
      <Text size="sm">{say(`payments.step.${step}.ask`, of)}</Text>
      {withDay && (
        <DateInput
          label={say(`payments.step.${step}.day`)}
          value={day}
          onChange={(chosen) => chosen && setDay(chosen)}
          minDate={step === "schedule" ? today : undefined}
          maxDate={step === "pay" ? today : undefined}
          required
        />
      )}
      {withReason && <Textarea label={say("payments.reason")} description={say("payments.reason.hint")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={LONGEST} autosize minRows={2} required data-autofocus />}
    </Dialog>
  );
};
