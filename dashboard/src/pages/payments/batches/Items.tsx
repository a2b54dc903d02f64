import { Anchor, Group, Select, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import type { Batch, Outcome } from "../data";
import { InfluencerLink } from "@/ui/links";
import { OutcomeBadge } from "../StatusBadge";

const PAGE = 100;
const OUTCOMES = ["waiting", "paid", "failed", "withdrawn"] as const satisfies readonly Outcome[];
type Item = Schema["ItemOut"];

/** The payments of a batch, and what the bank said of each. */
export const Items = ({ batch }: { batch: Batch }) => {
  const say = useText();
  const { change, search } = useFilters();
  const outcome = OUTCOMES.find((one) => one === search.get("outcome"));
  const asked = { outcome, sort: search.get("sort") ?? "payment_id", limit: PAGE };
  const { batch_id } = batch;
  const { query, rows } = useList(["list", "/api/payments/batches/{batch_id}", batch_id, asked], async (cursor) => {
    const { data } = await api.GET("/api/payments/batches/{batch_id}", { params: { path: { batch_id }, query: { ...asked, cursor } } });
    return { data: data?.items };
  });
  const columns = useColumns();
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <Title order={2} size="h4">
          {say("batches.items")}
        </Title>
        <Select label={say("batches.outcome")} data={OUTCOMES.map((value) => ({ value, label: say(`batches.outcome.${value}`) }))} value={outcome ?? null} onChange={(value) => change({ outcome: value })} placeholder={say("filter.any")} clearable w={200} className="no-print" />
      </Group>
      <Listed query={query}>
        <DataTable label={say("batches.items")} rows={rows} columns={columns} idOf={(item) => item.payment_id} sorted={asked.sort} onSort={(sort) => change({ sort })} empty={say("state.empty.filtered")} />
      </Listed>
    </section>
  );
};

const useColumns = (): Column<Item>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "payment", label: say("payments.payment"), sort: "payment_id", show: ({ payment_id }) => <Anchor component={Link} to={`/payments/${payment_id}`} aria-label={say("payments.one", { id: payment_id })}>{payment_id}</Anchor> },
    { key: "influencer", label: say("word.influencer"), show: (item) => <InfluencerLink id={item.influencer_id} name={item.influencer_name} /> },
    { key: "id", label: say("batches.endToEnd"), show: (item) => item.end_to_end_id },
    { key: "outcome", label: say("batches.outcome"), show: (item) => <ItemOutcome item={item} /> },
    { key: "booked", label: say("batches.booked"), show: (item) => formats.day(item.booked_on) },
    { key: "amount", label: say("word.amount"), sort: "amount", isFigure: true, show: (item) => formats.money(item.amount) },
  ];
};

const ItemOutcome = ({ item }: { item: Item }) => {
  const say = useText();
  const formats = useFormats();
  const told = [item.outcome_reason, item.returned_on && say("batches.returned", { day: formats.day(item.returned_on) })].filter((one) => typeof one === "string");
  return (
    <>
      <OutcomeBadge outcome={item.outcome} />
      {told.length > 0 && (
        <Text size="xs" c="dimmed">
          {told.join(" · ")}
        </Text>
      )}
    </>
  );
};
