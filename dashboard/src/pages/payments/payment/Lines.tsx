import { Alert, Stack, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMemo } from "react";

import { api } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import type { PaymentDetail } from "../data";
import { useLineColumns } from "./columns";
import { ratesOf } from "./rates";
import { SumTable } from "./Sums";

const PAGE = 100;

/** What a payment consists of, line by line: what, when, at which rate, by which version of the terms, how much. */
export const Lines = ({ payment }: { payment: PaymentDetail }) => {
  const say = useText();
  if (payment.line_count === 0) return <Text c="dimmed">{say(payment.is_computed ? "lines.none" : "lines.recorded")}</Text>;
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        {say("lines.title")}
      </Title>
      <Proof payment={payment} />
      <SumTable payment={payment} />
      <LineTable payment={payment} />
    </Stack>
  );
};

/** The sum is the amount; a cancelled payment gave its lines back. */
const Proof = ({ payment }: { payment: PaymentDetail }) => {
  const say = useText();
  const formats = useFormats();
  const of = { count: payment.line_count, sum: formats.money(payment.line_total), amount: formats.money(payment.amount) };
  if (payment.status === "cancelled") return <Alert color="gray" variant="light">{say("lines.released", of)}</Alert>;
  const isRight = payment.line_total === payment.amount;
  return (
    <Alert color={isRight ? "teal" : "red"} variant="light" icon={isRight ? <IconCheck aria-hidden /> : undefined}>
      {say(isRight ? "lines.add" : "lines.differ", of)}
    </Alert>
  );
};

const LineTable = ({ payment }: { payment: PaymentDetail }) => {
  const say = useText();
  const { language } = useLanguage();
  const { currency } = useMe();
  const { change, search } = useFilters();
  const rates = useMemo(() => ratesOf(language, currency), [language, currency]);
  const asked = { limit: PAGE, sort: search.get("sort") ?? "occurred_on" };
  const { payment_id, status } = payment;
  // The state is part of the key: lines of a cancelled payment are read anew.
  const { query, rows } = useList(["list", "/api/payments/{payment_id}", payment_id, status, asked], async (cursor) => {
    const { data } = await api.GET("/api/payments/{payment_id}", { params: { path: { payment_id }, query: { ...asked, cursor } } });
    return { data: data?.lines };
  });
  const columns = useLineColumns(payment, rates);
  return (
    <Listed query={query}>
      <DataTable label={say("lines.title")} rows={rows} columns={columns} idOf={(line) => line.line_id} sorted={asked.sort} onSort={(sort) => change({ sort })} />
    </Listed>
  );
};
