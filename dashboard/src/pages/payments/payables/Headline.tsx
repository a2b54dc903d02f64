import { Anchor, Card, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

type Payables = Schema["PayablesOut"];
const STATES = ["pending", "approved", "scheduled", "failed"] as const;

export const Headline = ({ payables }: { payables: Payables }) => {
  const say = useText();
  const formats = useFormats();
  const { outstanding, influencers, negative_balances, overdue, held, undated, as_of } = payables;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
      <Figure name={say("payables.outstanding")} amount={outstanding.total}>
        {say("payables.to", { count: influencers, day: formats.day(as_of) })}
      </Figure>
      <Figure name={say("payables.overdue")} amount={overdue}>
        {say("payables.overdue.about")}
      </Figure>
      <Figure name={say("payables.heldSum")} amount={held}>
        {say("payables.held.about")}
      </Figure>
      <Figure name={say("payables.undated")} amount={undated.carried_forward}>
        {say("payables.undated.about", { deliverables: formats.money(undated.deliverables), negative: formats.money(undated.negative_balances), count: negative_balances })}
      </Figure>
      <Card withBorder padding="sm" style={{ gridColumn: "1 / -1" }}>
        <Text size="sm">
          {STATES.map((status) => (
            <span key={status}>
              <Anchor component={Link} to={`/payments?status=${status}`}>
                {say(`payments.status.${status}`)}
              </Anchor>{" "}
              {formats.money(outstanding[status])} ·{" "}
            </span>
          ))}
          {say("payables.openLines")} {formats.money(outstanding.open_lines)}
        </Text>
      </Card>
    </SimpleGrid>
  );
};

const Figure = ({ name, amount, children }: { name: string; amount: string; children: ReactNode }) => (
  <Card withBorder padding="md">
    <Text size="sm" c="dimmed">
      {name}
    </Text>
    <Text fz={26} fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
      {useFormats().money(amount)}
    </Text>
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  </Card>
);
