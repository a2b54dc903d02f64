import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { useNames } from "@/ui/names";
import { type Column, DataTable } from "@/ui/table";

import { ChannelLink, CustomerLink, Day, ProductLink, PurchaseState, Stars } from "./marks";
import { lineTotal } from "./values";

type Purchase = Schema["PurchaseOut"];
type Props = { rows: readonly Purchase[]; sort?: string; onSort?: (sort: string) => void; empty: string; isOfOneCustomer?: boolean };

/** Purchases with the names of what they mention. */
export const PurchaseTable = ({ rows, sort, onSort, empty, isOfOneCustomer = false }: Props) => {
  const say = useText();
  const formats = useFormats();
  const title = useNames("product", rows.map(({ product_id }) => product_id));
  const influencer = useNames("influencer", rows.map(({ channel }) => channel));
  const columns: Column<Purchase>[] = [
    {
      key: "id",
      label: say("purchases.number"),
      sort: "purchase_id",
      show: ({ purchase_id }) => <Anchor component={Link} to={`/products/purchases/${purchase_id}`} children={purchase_id} />,
    },
    { key: "day", label: say("word.date"), sort: "bought_date", show: (one) => <Day day={one.bought_date} /> },
    { key: "product", label: say("word.product"), show: (one) => <ProductLink id={one.product_id} title={title(one.product_id)} /> },
    ...(isOfOneCustomer ? [] : [{ key: "customer", label: say("purchases.customer"), show: (one: Purchase) => <CustomerLink id={one.customer_id} name={String(one.customer_id)} /> }]),
    { key: "quantity", label: say("purchases.quantity"), isFigure: true, show: (one) => formats.count(one.quantity) },
    { key: "price", label: say("purchases.unitPrice"), isFigure: true, show: (one) => formats.money(one.unit_price) },
    { key: "total", label: say("purchases.total"), isFigure: true, show: (one) => formats.money(lineTotal(one.unit_price, one.quantity)) },
    { key: "returned", label: say("purchases.returned"), isFigure: true, show: (one) => (one.returned_quantity > 0 ? formats.count(one.returned_quantity) : "–") },
    { key: "state", label: say("word.status"), show: (one) => <PurchaseState status={one.status} /> },
    { key: "rating", label: say("purchases.rating"), show: (one) => <Stars rating={one.rating} /> },
    { key: "channel", label: say("purchases.channel"), show: (one) => <ChannelLink id={one.channel} name={influencer(one.channel)} /> },
  ];
  return <DataTable label={say("products.section.purchases")} rows={rows} columns={columns} idOf={(one) => one.purchase_id} sorted={sort} onSort={onSort} empty={empty} />;
};
