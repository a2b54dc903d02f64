import { Autocomplete, Button, Group, NumberInput, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { moneyOf } from "@/pages/finance/amounts";
import { fieldErrors, tell } from "@/ui/forms";
import { useLeave } from "@/ui/editing";
import { useCategories } from "@/ui/pick";

import { toMoney } from "./values";

type Values = { title: string; category: string; description: string; product_price: string; on_sale: boolean; stock_quantity: number; sales_quantity: number };
export type Body = Omit<Values, "description"> & { description: string | null };
type Props = {
  initial?: Schema["ProductOut"];
  submit: string;
  /** Send what was typed; returns the address to go to. */
  send: (body: Body) => Promise<string>;
};

const EMPTY: Values = { title: "", category: "", description: "", product_price: "", on_sale: true, stock_quantity: 0, sales_quantity: 0 };

const valuesOf = (product: Schema["ProductOut"]): Values => ({
  title: product.title,
  category: product.category,
  description: product.description ?? "",
  product_price: product.product_price,
  on_sale: product.on_sale,
  stock_quantity: product.stock_quantity,
  sales_quantity: product.sales_quantity,
});

/** A product's own data; edits of price and quantities are kept as adjustments by the server. */
export const ProductForm = ({ initial, submit, send }: Props) => {
  const say = useText();
  const form = useForm<Values>({
    initialValues: initial ? valuesOf(initial) : EMPTY,
    validate: { product_price: (typed) => (toMoney(typed) === undefined ? say("products.price.malformed") : null) },
  });
  const leave = useLeave(form.isDirty());
  const save = form.onSubmit(async (values) => {
    try {
      leave(await send({ ...values, product_price: toMoney(values.product_price) ?? values.product_price, description: values.description.trim() || null }));
    } catch (error) {
      form.setErrors(fieldErrors(error));
      tell(error, say);
    }
  });
  return (
    <form onSubmit={save} style={{ maxWidth: 640 }}>
      <Stack>
        <TextInput label={say("products.name")} maxLength={100} required {...form.getInputProps("title")} />
        <Autocomplete label={say("word.category")} data={useCategories()} maxLength={100} required {...form.getInputProps("category")} />
        <Textarea label={say("products.description")} autosize minRows={3} {...form.getInputProps("description")} />
        <TextInput label={say("products.price")} inputMode="decimal" required {...form.getInputProps("product_price")} onBlur={() => form.setFieldValue("product_price", moneyOf(form.values.product_price))} />
        <Group grow preventGrowOverflow={false} wrap="wrap">
          <NumberInput label={say("products.stock")} min={0} max={1_000_000_000} allowDecimal={false} required {...form.getInputProps("stock_quantity")} />
          <NumberInput label={say("products.sold")} min={0} max={1_000_000_000} allowDecimal={false} required {...form.getInputProps("sales_quantity")} />
        </Group>
        <Switch label={say("products.onSale")} {...form.getInputProps("on_sale", { type: "checkbox" })} />
        <Text size="sm" c="dimmed">
          {say("products.adjustments.about")}
        </Text>
        <Group>
          <Button type="submit" loading={form.submitting}>
            {submit}
          </Button>
          <Button component={Link} to={initial ? `/products/${initial.product_id}` : "/products"} variant="default">
            {say("action.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
