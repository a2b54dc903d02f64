import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFormats } from "@/ui/formats";
import type { Column } from "@/ui/table";

import type { Line, PaymentDetail } from "../data";
import { CampaignLink } from "@/ui/links";
import type { ratesOf } from "./rates";

// A fixed fee is known by its day, or by the name of its deliverable.
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const useLineColumns = (payment: PaymentDetail, rates: ReturnType<typeof ratesOf>): Column<Line>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "day", label: say("lines.day"), sort: "occurred_on", show: (line) => <Text span inherit style={{ whiteSpace: "nowrap" }}>{formats.day(line.occurred_on)}</Text> },
    { key: "what", label: say("lines.what"), show: (line) => <What line={line} payment={payment} /> },
    { key: "base", label: say("lines.base"), isFigure: true, show: (line) => (line.rate === null ? "–" : rates.base(line)) },
    { key: "rate", label: say("lines.rate"), isFigure: true, show: (line) => rates.rate(line) ?? say("lines.fixed") },
    { key: "amount", label: say("word.amount"), sort: "amount", isFigure: true, show: (line) => formats.money(line.amount) },
    { key: "terms", label: say("lines.terms"), show: (line) => <Terms line={line} /> },
    { key: "payable", label: say("lines.payable"), show: (line) => <Text span inherit style={{ whiteSpace: "nowrap" }}>{formats.day(line.payable_on)}</Text> },
  ];
};

/** What was paid for, of which purchase or deliverable, and why it is no plain earning. */
const What = ({ line, payment }: { line: Line; payment: PaymentDetail }) => {
  const say = useText();
  const formats = useFormats();
  const { basis, entry, purchase_id, reference, parts, part, reason, campaign_id, campaign_name } = line;
  const details = [
    purchase_id !== null && say("lines.purchase", { id: purchase_id }),
    reference !== null && (DAY.test(reference) ? formats.day(reference) : reference),
    parts > 1 && say("lines.part", { part, parts }),
    reason !== null && reason,
  ].filter((one) => typeof one === "string");
  return (
    <>
      {entry === "earning" ? say(`lines.basis.${basis}`) : `${say(`lines.entry.${entry}`)}: ${say(`lines.basis.${basis}`)}`}
      {details.length > 0 && (
        <Text size="xs" c="dimmed" component="div">
          {details.join(" · ")}
        </Text>
      )}
      {campaign_id !== payment.campaign_id && (
        <Text size="xs" component="div">
          {say("lines.offset")} <CampaignLink id={campaign_id} name={campaign_name} />
        </Text>
      )}
    </>
  );
};

/** The version that was in force, and which of its components. */
const Terms = ({ line }: { line: Line }) => {
  const say = useText();
  const may = useMay();
  const words = say("lines.version", { version: line.term_version, component: line.component + 1 });
  return may("terms.read") ? (
    <Anchor component={Link} to={`/finance/terms/${line.term_id}`} size="sm">
      {words}
    </Anchor>
  ) : (
    words
  );
};
