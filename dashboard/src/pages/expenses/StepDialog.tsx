import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";

import { api } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useText } from "@/messages";
import { useKeys } from "@/pages/finance/keys";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { done, wordsOf } from "@/ui/forms";

import { type Expense, useRefresh } from "./data";

export type Asked = "approve" | "reject" | "pay";
type Props = { expense: Expense; asked: Asked | null; onClose: () => void };

const OVER_BUDGET = "over_budget";
const MOST = 500;

/** Approve, refuse or pay: with a day or a reason where one is wanted. */
export const StepDialog = ({ expense, asked, onClose }: Props) => {
  const say = useText();
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked && say(`expenses.${asked}`)} closeButtonProps={{ "aria-label": say("action.close") }}>
      {asked && <StepForm key={asked} expense={expense} asked={asked} onClose={onClose} />}
    </Modal>
  );
};

const StepForm = ({ expense, asked, onClose }: Props & { asked: Asked }) => {
  const say = useText();
  const formats = useFormats();
  const refresh = useRefresh();
  const { business_day } = useMe();
  const keyOf = useKeys();
  const [reason, setReason] = useState("");
  const [paidOn, setPaidOn] = useState<string | null>(business_day);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isOver = refused?.code === OVER_BUDGET;
  const params = { path: { expense_id: expense.expense_id } };
  const sent = {
    approve: () => api.POST("/api/expenses/{expense_id}/approve", { params, body: { override_reason: reason.trim() || null } }),
    reject: () => api.POST("/api/expenses/{expense_id}/reject", { params, body: { reason: reason.trim() } }),
    pay: () => api.POST("/api/expenses/{expense_id}/pay", { params: { ...params, header: keyOf({ paidOn }) }, body: { paid_on: paidOn } }),
  };
  const send = async () => {
    setBusy(true);
    try {
      await sent[asked]();
      done(say(`expenses.${asked}.done`));
      onClose();
      await refresh();
    } catch (error) {
      setRefused(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <Text size="sm">{say(`expenses.${asked}.ask`, { amount: formats.money(expense.amount), category: expense.cost_category })}</Text>
        {refused && (
          <Alert color={isOver ? "yellow" : "red"} variant={isOver ? "default" : "light"} role="alert">
            {isOver ? say("expenses.approve.over") : wordsOf(refused, say)}
          </Alert>
        )}
        {(asked === "reject" || isOver) && (
          <Textarea label={say(asked === "reject" ? "expenses.reason" : "expenses.override")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={MOST} autosize minRows={2} required data-autofocus />
        )}
        {asked === "pay" && <DatePickerInput label={say("expenses.paid_on")} value={paidOn} onChange={setPaidOn} maxDate={business_day} required />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say("action.cancel")}
          </Button>
          <Button type="submit" loading={isBusy} color={asked === "reject" ? "red" : undefined}>
            {say(isOver ? "expenses.approve.anyway" : `expenses.${asked}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
