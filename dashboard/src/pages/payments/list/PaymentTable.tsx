import { Anchor, Checkbox, Text, Tooltip } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

import type { Payment } from "../data";
import { CampaignLink, InfluencerLink } from "@/ui/links";
import { StatusBadge } from "../StatusBadge";
import { type Powers, choosableFor } from "./choice";

type Props = { rows: readonly Payment[]; powers: Powers; chosen: ReadonlySet<number>; onChoose: (chosen: ReadonlySet<number>) => void };

export const PaymentTable = ({ rows, powers, chosen, onChoose }: Props) => {
  const say = useText();
  const { change, search } = useFilters();
  const columns = [...(powers.mayApprove || powers.mayExecute ? [useChoice({ rows, powers, chosen, onChoose })] : []), ...useColumns()];
  return (
    <DataTable
      label={say("payments.title")}
      rows={rows}
      columns={columns}
      idOf={(payment) => payment.payment_id}
      sorted={search.get("sort") ?? "-payment_id"}
      onSort={(sort) => change({ sort })}
      empty={say(search.size > 0 ? "payments.empty.filtered" : "payments.empty")}
    />
  );
};

const useColumns = (): Column<Payment>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    {
      key: "payment",
      label: say("payments.payment"),
      sort: "payment_id",
      width: 110,
      show: (one) => (
        <Anchor component={Link} to={`/payments/${one.payment_id}`} aria-label={say("payments.one", { id: one.payment_id })}>
          {one.payment_id}
        </Anchor>
      ),
    },
    { key: "influencer", label: say("word.influencer"), show: (one) => <InfluencerLink id={one.influencer_id} name={one.influencer_name} /> },
    { key: "campaign", label: say("word.campaign"), show: (one) => <CampaignLink id={one.campaign_id} name={one.campaign_name} /> },
    { key: "date", label: say("payments.date"), sort: "date", show: (one) => <Text span inherit style={{ whiteSpace: "nowrap" }}>{formats.day(one.date)}</Text> },
    { key: "status", label: say("word.status"), show: (one) => <State payment={one} /> },
    { key: "amount", label: say("word.amount"), sort: "amount", isFigure: true, show: (one) => formats.money(one.amount) },
  ];
};

const State = ({ payment }: { payment: Payment }) => {
  const say = useText();
  const formats = useFormats();
  const { status, batch_id, scheduled_for } = payment;
  return (
    <>
      <StatusBadge status={status} />
      {(batch_id !== null || status === "scheduled") && (
        <Text size="xs" c="dimmed" component="div">
          {status === "scheduled" && say("payments.for", { day: formats.day(scheduled_for) })}{" "}
          {batch_id !== null && (
            <Anchor component={Link} to={`/payments/batches/${batch_id}`}>
              {say("batches.one", { id: batch_id })}
            </Anchor>
          )}
        </Text>
      )}
    </>
  );
};

/** A column of boxes; in its head one for all that can be chosen. */
const useChoice = ({ rows, powers, chosen, onChoose }: Props): Column<Payment> => {
  const say = useText();
  const ids = rows.filter((one) => ["approve", "batch"].includes(choosableFor(one, powers) ?? "")).map((one) => one.payment_id);
  const toggle = (id: number) => onChoose(chosen.has(id) ? new Set([...chosen].filter((one) => one !== id)) : new Set([...chosen, id]));
  const areAll = ids.length > 0 && ids.every((id) => chosen.has(id));
  return {
    key: "choice",
    width: 44,
    label: <Checkbox aria-label={say("payments.choose.all")} checked={areAll} indeterminate={!areAll && chosen.size > 0} disabled={ids.length === 0} onChange={() => onChoose(new Set(areAll ? [] : ids))} />,
    show: ({ payment_id, ...rest }) => {
      const what = choosableFor({ payment_id, ...rest }, powers);
      const box = <Checkbox aria-label={say(what === "own" ? "payments.choose.own" : "payments.choose", { id: payment_id })} checked={chosen.has(payment_id)} disabled={what === "own"} onChange={() => toggle(payment_id)} />;
      return what === null ? null : what === "own" ? <Tooltip label={say("payments.own")}><span>{box}</span></Tooltip> : box;
    },
  };
};
