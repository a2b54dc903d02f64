import { Alert, Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { READABLE } from "../alerts";
import { CampaignName, InfluencerName } from "@/ui/links";

type Computed = Schema["ComputeOut"];

/** What a computation made, or would make: lines by kind, payments, and what stays open. */
export const Outcome = ({ made }: { made: Computed }) => {
  const say = useText();
  const formats = useFormats();
  const { payments, purchases, carried, carried_amount, as_of, dry_run } = made;
  const of = { payments, purchases, amount: formats.money(made.amount), day: formats.day(as_of) };
  const isNothing = payments === 0 && made.lines.length === 0;
  return (
    <Stack>
      <Alert color={dry_run ? "blue" : "teal"} variant="light" styles={READABLE} title={say(dry_run ? "compute.tried" : "compute.done")}>
        <Text size="sm">{say(isNothing ? "compute.nothing" : dry_run ? "compute.would" : "compute.made", of)}</Text>
        {carried > 0 && <Text size="sm">{say("compute.carried", { count: carried, amount: formats.money(carried_amount) })}</Text>}
      </Alert>
      {made.lines.length > 0 && (
        <section>
          <Title order={2} size="h4" mb="xs">
            {say("compute.lines")}
          </Title>
          <DataTable
            label={say("compute.lines")}
            rows={made.lines}
            idOf={(line) => line.entry}
            columns={[
              { key: "entry", label: say("lines.entry"), show: (line) => say(`lines.entry.${line.entry}`) },
              { key: "lines", label: say("lines.count"), isFigure: true, show: (line) => formats.count(line.lines) },
              { key: "amount", label: say("word.amount"), isFigure: true, show: (line) => formats.money(line.amount) },
            ]}
          />
        </section>
      )}
      {made.made.length > 0 && <Made made={made} />}
    </Stack>
  );
};

const Made = ({ made: { made, payments, dry_run } }: { made: Computed }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say(dry_run ? "compute.payments.would" : "compute.payments")}
      </Title>
      {payments > made.length && (
        <Text size="sm" c="dimmed">
          {say("compute.greatest", { shown: made.length, count: payments })}
        </Text>
      )}
      <DataTable
        label={say("compute.payments")}
        rows={made}
        idOf={(one) => `${one.campaign_id}-${one.influencer_id}`}
        columns={[
          { key: "payment", label: say("payments.payment"), show: ({ payment_id }) => (payment_id === null ? "–" : <Anchor component={Link} to={`/payments/${payment_id}`}>{say("payments.one", { id: payment_id })}</Anchor>) },
          { key: "influencer", label: say("word.influencer"), show: (one) => <InfluencerName id={one.influencer_id} /> },
          { key: "campaign", label: say("word.campaign"), show: (one) => <CampaignName id={one.campaign_id} /> },
          { key: "offset", label: say("compute.offset"), show: (one) => (one.offset_campaigns.length === 0 ? "–" : one.offset_campaigns.map((id) => <div key={id}><CampaignName id={id} /></div>)) },
          { key: "lines", label: say("lines.count"), isFigure: true, show: (one) => formats.count(one.lines) },
          { key: "amount", label: say("word.amount"), isFigure: true, show: (one) => formats.money(one.amount) },
        ]}
      />
    </section>
  );
};
