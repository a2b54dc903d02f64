import { Button, Group, NumberInput, Select, Stack } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useLeave } from "@/ui/editing";
import { done, fieldErrors, tell } from "@/ui/forms";
import { Page } from "@/ui/page";
import { RecordInput } from "@/ui/pick";

import { Offer } from "./Offer";
import { refreshPurchase } from "./refresh";

type Values = { product_id: number | null; customer_id: number | null; quantity: number; channel: number | null; bought_date: string; rating: string | null };
const RATINGS = [1, 2, 3, 4, 5] as const;

const bodyOf = ({ product_id, customer_id, channel, rating, ...rest }: Values): Schema["PurchaseIn"] | null =>
  product_id === null || customer_id === null ? null : { ...rest, product_id, customer_id, channel: channel ?? -1, rating: rating === null ? null : Number(rating) };

const NewPurchase = () => {
  const say = useText();
  return (
    <Page
      title={say("purchases.new")}
      above={[
        { label: say("nav.products"), to: "/products" },
        { label: say("products.section.purchases"), to: "/products/purchases" },
      ]}
    >
      <PurchaseForm />
    </Page>
  );
};

const idIn = (search: URLSearchParams, name: string): number | null => Number(search.get(name)) || null;

const PurchaseForm = () => {
  const say = useText();
  const queries = useQueryClient();
  const { business_day } = useMe();
  const [search] = useSearchParams();
  const [key] = useState(() => crypto.randomUUID());
  const needed = (id: number | null) => (id === null ? say("purchases.needed") : null);
  const form = useForm<Values>({
    initialValues: { product_id: idIn(search, "product_id"), customer_id: idIn(search, "customer_id"), quantity: 1, channel: null, bought_date: business_day, rating: null },
    validate: { product_id: needed, customer_id: needed },
  });
  const leave = useLeave(form.isDirty());
  const save = form.onSubmit(async (values) => {
    const body = bodyOf(values);
    if (!body) return;
    try {
      const { data } = await api.POST("/api/purchases", { body, params: { header: { "Idempotency-Key": key } } });
      await refreshPurchase(queries);
      done(say("purchases.created"));
      leave(`/products/purchases/${data?.purchase_id ?? ""}`);
    } catch (error) {
      form.setErrors(fieldErrors(error));
      tell(error, say);
    }
  });
  const { product_id, quantity, bought_date } = form.getValues();
  return (
    <form onSubmit={save} style={{ maxWidth: 560 }}>
      <Stack>
        <RecordInput kind="product" label={say("word.product")} isRequired {...form.getInputProps("product_id")} />
        <RecordInput kind="customer" label={say("purchases.customer")} isRequired {...form.getInputProps("customer_id")} />
        <NumberInput label={say("purchases.quantity")} min={1} max={1_000_000} allowDecimal={false} required {...form.getInputProps("quantity")} />
        <DatePickerInput label={say("word.date")} maxDate={business_day} required {...form.getInputProps("bought_date")} />
        <Offer productId={product_id} quantity={Number(quantity) || 0} day={bought_date} />
        <RecordInput kind="influencer" label={say("purchases.channel")} description={say("purchases.channel.about")} {...form.getInputProps("channel")} />
        <Select label={say("purchases.rating")} data={RATINGS.map((value) => ({ value: String(value), label: say("purchases.stars", { rating: value }) }))} placeholder={say("purchases.unrated")} clearable {...form.getInputProps("rating")} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            {say("purchases.new.submit")}
          </Button>
          <Button component={Link} to="/products/purchases" variant="default">
            {say("action.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

export default NewPurchase;
