import { Button, Group, Modal, Stack } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { done, fieldErrors, tell } from "@/ui/forms";
import { RecordInput } from "@/ui/pick";

import { refreshLikes } from "./refresh";

type Values = { product_id: number | null; channel: number | null; liked_date: string };

/** Record that a customer likes a product. */
export const LikeForm = ({ customerId, onClose }: { customerId: number; onClose: () => void }) => {
  const say = useText();
  const queries = useQueryClient();
  const { business_day } = useMe();
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm<Values>({
    initialValues: { product_id: null, channel: null, liked_date: business_day },
    validate: { product_id: (id) => (id === null ? say("purchases.needed") : null) },
  });
  const save = form.onSubmit(async ({ product_id, channel, liked_date }) => {
    if (product_id === null) return;
    try {
      await api.POST("/api/likes", { body: { customer_id: customerId, product_id, channel: channel ?? -1, liked_date }, params: { header: { "Idempotency-Key": key } } });
      await refreshLikes(queries);
      done(say("customers.likes.created"));
      onClose();
    } catch (error) {
      form.setErrors(fieldErrors(error));
      tell(error, say);
    }
  });
  return (
    <Modal opened onClose={onClose} title={say("customers.likes.new")} closeButtonProps={{ "aria-label": say("action.close") }}>
      <form onSubmit={save}>
        <Stack>
          <RecordInput kind="product" label={say("word.product")} isRequired {...form.getInputProps("product_id")} />
          <RecordInput kind="influencer" label={say("purchases.channel")} description={say("purchases.channel.about")} {...form.getInputProps("channel")} />
          <DatePickerInput label={say("word.date")} maxDate={business_day} required {...form.getInputProps("liked_date")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {say("action.cancel")}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {say("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
