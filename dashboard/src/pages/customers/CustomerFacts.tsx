import { Card, Title } from "@mantine/core";

import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { ChannelLink } from "@/pages/products/marks";
import { useFormats } from "@/ui/formats";
import { useNames } from "@/ui/names";
import { Facts } from "@/ui/table";

import { CustomerState } from "./CustomerState";

/** What is kept of a customer. Personal data only where the API gave them, and nothing in place of those erased. */
export const CustomerFacts = ({ customer }: { customer: Schema["CustomerOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const influencer = useNames("influencer", [customer.channel]);
  const isPersonal = !customer.masked && !customer.is_account_deleted;
  const personal: [string, string][] = [
    [say("customers.mail"), customer.customer_mail],
    [say("customers.phone"), customer.customer_phone],
    [say("customers.address"), customer.customer_address],
  ];
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("customers.facts")}
      </Title>
      <Facts
        facts={[
          [say("purchases.number"), customer.customer_id],
          [say("word.status"), <CustomerState key="state" isErased={customer.is_account_deleted} />],
          ...(isPersonal ? personal.map(([name, what]): [string, ReactNode] => [name, <span key={name} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }} children={what} />]) : []),
          [say("customers.since"), formats.day(customer.since)],
          [say("customers.through"), <ChannelLink key="channel" id={customer.channel} name={influencer(customer.channel)} />],
          [say("products.source"), customer.source ? `${customer.source}${customer.external_ref && isPersonal ? `: ${customer.external_ref}` : ""}` : "–"],
        ]}
      />
    </Card>
  );
};
