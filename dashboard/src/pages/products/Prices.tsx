import { Card, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { priceSpec, priceSteps } from "./charts";

const MOST = 200;
type Product = Schema["ProductOut"];
type Edit = Schema["AdjustmentOut"];

/** The price from edit to edit. */
export const Prices = ({ product }: { product: Product }) => {
  const { product_id } = product;
  const query = $api.useQuery("get", "/api/products/{product_id}/adjustments", { params: { path: { product_id }, query: { field: ["product_price"], sort: "-date_time", limit: MOST } } });
  return <Loaded query={query}>{({ items }) => <History edits={items} product={product} />}</Loaded>;
};

const History = ({ edits, product }: { edits: readonly Edit[]; product: Product }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => priceSteps(edits, product.product_price, new Date().toISOString()), [edits, product]);
  const spec = useMemo(() => priceSpec({ price: say("products.price"), when: say("word.date") }), [say]);
  const first = edits.at(-1);
  if (!first) {
    return (
      <Card withBorder>
        <Title order={2} size="h4" mb="xs">
          {say("products.prices")}
        </Title>
        <Text size="sm">{say("products.prices.none", { price: formats.money(product.product_price) })}</Text>
      </Card>
    );
  }
  const columns: Column<Datum>[] = [
    { key: "when", label: say("word.date"), show: (row) => formats.instant(String(row.when)) },
    { key: "price", label: say("products.price"), isFigure: true, show: (row) => formats.money(String(row.exact)) },
  ];
  const alt = say("products.prices.alt", { count: edits.length, before: formats.money(String(first.old_value)), now: formats.money(product.product_price) });
  return <Chart title={say("products.prices")} alt={alt} spec={spec} data={data} columns={columns} height={200} note={say("products.prices.note", { price: formats.money(String(first.old_value)), day: formats.instant(first.date_time) })} />;
};

/** Who changed price, stock and sold quantity, and when. */
export const Edits = ({ productId }: { productId: number }) => {
  const say = useText();
  const formats = useFormats();
  const { query, rows } = useList(["get", "/api/products/{product_id}/adjustments", "list", productId], (cursor) =>
    api.GET("/api/products/{product_id}/adjustments", { params: { path: { product_id: productId }, query: { cursor, sort: "-date_time", limit: 20 } } }),
  );
  const shown = ({ field }: Edit, value: string | number) => (field === "product_price" ? formats.money(String(value)) : formats.count(value));
  const columns: Column<Edit>[] = [
    { key: "when", label: say("word.date"), show: (edit) => formats.instant(edit.date_time) },
    { key: "field", label: say("products.edits.field"), show: (edit) => say(`products.edits.${edit.field}`) },
    { key: "old", label: say("products.edits.old"), isFigure: true, show: (edit) => shown(edit, edit.old_value) },
    { key: "new", label: say("products.edits.new"), isFigure: true, show: (edit) => shown(edit, edit.new_value) },
    { key: "who", label: say("products.edits.who"), show: (edit) => say("products.edits.user", { id: String(edit.user_id) }) },
  ];
  return (
    <section>
      <Title order={2} size="h4">
        {say("products.edits")}
      </Title>
      <Listed query={query}>
        <DataTable label={say("products.edits")} rows={rows} columns={columns} idOf={(edit) => edit.adjustment_id} empty={say("products.edits.none")} />
      </Listed>
    </section>
  );
};
