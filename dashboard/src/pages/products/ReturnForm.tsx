import { Button, Group, Modal, NumberInput, Select, Stack, Text } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { fieldErrors, tell } from "@/ui/forms";

import { lineTotal } from "./values";

const REASONS = ["defective", "wrong_item", "not_as_described", "size_or_fit", "changed_mind", "late", "other"] as const satisfies readonly Schema["ReturnReason"][];
type Props = { purchase: Schema["PurchaseOut"]; left: number; onClose: () => void; onDone: () => void };

/** Take back some or all of a purchase, with the reason and the day. */
export const ReturnForm = ({ purchase, left, onClose, onDone }: Props) => {
  const say = useText();
  const formats = useFormats();
  const { business_day } = useMe();
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm<Schema["ReturnIn"]>({ initialValues: { quantity: left, reason: "changed_mind", returned_date: business_day } });
  const save = form.onSubmit(async (body) => {
    try {
      await api.POST("/api/purchases/{purchase_id}/return", { params: { path: { purchase_id: purchase.purchase_id }, header: { "Idempotency-Key": key } }, body });
      onDone();
      onClose();
    } catch (error) {
      form.setErrors(fieldErrors(error));
      tell(error, say);
    }
  });
  const { quantity } = form.getValues();
  return (
    <Modal opened onClose={onClose} title={say("purchases.return")} closeButtonProps={{ "aria-label": say("action.close") }}>
      <form onSubmit={save}>
        <Stack>
          <NumberInput label={say("purchases.quantity")} description={say("purchases.return.left", { left })} min={1} max={left} allowDecimal={false} required data-autofocus {...form.getInputProps("quantity")} />
          <Select label={say("purchases.reason")} data={REASONS.map((value) => ({ value, label: say(`returns.reason.${value}`) }))} allowDeselect={false} required {...form.getInputProps("reason")} />
          <DatePickerInput label={say("word.date")} minDate={purchase.bought_date ?? undefined} maxDate={business_day} required {...form.getInputProps("returned_date")} />
          <Text size="sm">{say("purchases.return.worth", { amount: formats.money(lineTotal(purchase.unit_price, Number(quantity) || 0)) })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say("action.cancel")}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {say("purchases.return")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
