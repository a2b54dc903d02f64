import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { ChannelLink, CustomerLink, Day } from "@/pages/products/marks";
import { useNames } from "@/ui/names";
import { type Column, DataTable } from "@/ui/table";

import { CustomerState } from "./CustomerState";

type Customer = Schema["CustomerOut"];
type Props = { rows: readonly Customer[]; isPersonal: boolean; sort: string; onSort: (sort: string) => void; empty: string };

/** Customers; how to reach them only for those who may see it. */
export const CustomerTable = ({ rows, isPersonal, sort, onSort, empty }: Props) => {
  const say = useText();
  const influencer = useNames("influencer", rows.map(({ channel }) => channel));
  const personal: Column<Customer>[] = [
    { key: "mail", label: say("customers.mail"), show: (one) => <Whole text={one.customer_mail} isErased={one.is_account_deleted} /> },
    { key: "phone", label: say("customers.phone"), show: (one) => <Whole text={one.customer_phone} isErased={one.is_account_deleted} /> },
  ];
  const columns: Column<Customer>[] = [
    { key: "id", label: say("purchases.number"), sort: "customer_id", width: 90, show: (one) => one.customer_id },
    { key: "name", label: say("word.name"), show: (one) => <CustomerLink id={one.customer_id} name={one.customer_name} /> },
    ...(isPersonal ? personal : []),
    { key: "since", label: say("customers.since"), sort: "since", show: (one) => <Day day={one.since} /> },
    { key: "channel", label: say("customers.through"), show: (one) => <ChannelLink id={one.channel} name={influencer(one.channel)} /> },
    { key: "state", label: say("word.status"), show: (one) => <CustomerState isErased={one.is_account_deleted} /> },
  ];
  return <DataTable label={say("nav.customers")} rows={rows} columns={columns} idOf={(one) => one.customer_id} sorted={sort} onSort={onSort} empty={empty} />;
};

/** What stands in place of erased data says nothing and is not shown. */
const Whole = ({ text, isErased }: { text: string; isErased: boolean }) => <span style={{ overflowWrap: "anywhere" }}>{isErased ? "–" : text}</span>;
