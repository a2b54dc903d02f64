import { Text } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";

import { sumOf } from "../cents";
import { type Payment, listQuery } from "../data";
import { choosableFor } from "./choice";
import { Chosen } from "./Chosen";
import { PaymentTable } from "./PaymentTable";

const PAGE = 100;
const NEWEST = "-payment_id";

/** The payments that the address asks for, what they come to, and what can be done with those chosen. */
export const List = () => {
  const { search } = useFilters();
  const may = useMay();
  const { user_id: userId } = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const asked = { ...listQuery(search), sort: search.get("sort") ?? NEWEST, limit: PAGE, count: true };
  const { query, rows } = useList(["list", "/api/payments", asked], (cursor) => api.GET("/api/payments", { params: { query: { ...asked, cursor } } }));
  const powers = { userId, mayApprove: may("payments.approve"), mayExecute: may("payments.execute") };
  const canChoose = (payment: Payment) => ["approve", "batch"].includes(choosableFor(payment, powers) ?? "");
  // What was done with a payment meanwhile may have made it another case.
  const still = rows.filter((payment) => chosen.has(payment.payment_id) && canChoose(payment));
  return (
    <Listed query={query}>
      <Sums rows={rows} total={query.data?.pages[0]?.total} own={rows.filter((payment) => choosableFor(payment, powers) === "own").length} />
      <Chosen payments={still} powers={powers} onChange={(ids) => setChosen(new Set(ids))} />
      <PaymentTable rows={rows} powers={powers} chosen={new Set(still.map(({ payment_id }) => payment_id))} onChoose={setChosen} />
    </Listed>
  );
};

const Sums = ({ rows, total, own }: { rows: readonly Payment[]; total: number | null | undefined; own: number }) => {
  const say = useText();
  const formats = useFormats();
  if (rows.length === 0) return null;
  const sum = formats.money(sumOf(rows.map(({ amount }) => amount)));
  const count = rows.length;
  const isAll = total === undefined || total === null || total <= count;
  return (
    <Text size="sm" role="status">
      {isAll ? say("payments.sum", { count, sum }) : say("payments.sum.part", { count, sum, total })} {own > 0 && say("payments.sum.own", { count: own })}
    </Text>
  );
};
