import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useLeave } from "@/ui/editing";
import { fieldErrors, tell } from "@/ui/forms";
import { RecordInput } from "@/ui/pick";

type Customer = Schema["CustomerOut"];
export type Body = Pick<Customer, "customer_name" | "customer_mail" | "customer_phone" | "customer_address" | "channel" | "since">;
type Values = Omit<Body, "channel"> & { channel: number | null };
type Props = { initial?: Customer; submit: string; send: (body: Body) => Promise<string> };

const valuesOf = (customer: Customer | undefined, today: string): Values => ({
  customer_name: customer?.customer_name ?? "",
  customer_mail: customer?.customer_mail ?? "",
  customer_phone: customer?.customer_phone ?? "",
  customer_address: customer?.customer_address ?? "",
  channel: customer && customer.channel > 0 ? customer.channel : null,
  since: customer?.since ?? today,
});

/** Who a customer is, how to reach them, and through whom they came. */
export const CustomerForm = ({ initial, submit, send }: Props) => {
  const say = useText();
  const { business_day } = useMe();
  const form = useForm<Values>({ initialValues: valuesOf(initial, business_day) });
  const leave = useLeave(form.isDirty());
  const save = form.onSubmit(async (values) => {
    try {
      leave(await send({ ...values, channel: values.channel ?? -1 }));
    } catch (error) {
      form.setErrors(fieldErrors(error));
      tell(error, say);
    }
  });
  return (
    <form onSubmit={save} style={{ maxWidth: 560 }} autoComplete="off">
      <Stack>
        <TextInput label={say("word.name")} maxLength={50} required {...form.getInputProps("customer_name")} />
        <TextInput type="email" label={say("customers.mail")} maxLength={255} required {...form.getInputProps("customer_mail")} />
        <TextInput type="tel" label={say("customers.phone")} description={say("customers.phone.hint")} minLength={3} maxLength={15} required {...form.getInputProps("customer_phone")} />
        <Textarea label={say("customers.address")} maxLength={500} autosize minRows={2} required {...form.getInputProps("customer_address")} />
        <RecordInput kind="influencer" label={say("customers.through")} description={say("purchases.channel.about")} {...form.getInputProps("channel")} />
        <DatePickerInput label={say("customers.since")} maxDate={business_day} required {...form.getInputProps("since")} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            {submit}
          </Button>
          <Button component={Link} to={initial ? `/customers/${initial.customer_id}` : "/customers"} variant="default">
            {say("action.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
