import { Card, Group, Text } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import type { PaymentDetail } from "../data";
import { CampaignLink, InfluencerLink } from "@/ui/links";
import { useWho } from "../useWho";
import { StatusBadge } from "../StatusBadge";

/** For whom, how much, and who did what to it when. */
export const About = ({ payment }: { payment: PaymentDetail }) => {
  const say = useText();
  const formats = useFormats();
  const who = useWho();
  const { computed_at, approved_at, scheduled_for, paid_on, attempts } = payment;
  const computed = payment.is_computed ? `${payment.computed_by === null ? say("payments.who.timer") : who(payment.computed_by)}, ${formats.instant(computed_at)}` : say("payments.recorded");
  return (
    <Card withBorder>
      <Group gap="md" mb="sm">
        <Text fz={26} fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
          {formats.money(payment.amount)}
        </Text>
        <StatusBadge status={payment.status} />
      </Group>
      <Facts
        facts={[
          [say("word.influencer"), <InfluencerLink key="influencer" id={payment.influencer_id} name={payment.influencer_name} />],
          [say("word.campaign"), <CampaignLink key="campaign" id={payment.campaign_id} name={payment.campaign_name} />],
          [say("payments.date"), formats.day(payment.date)],
          [say("payments.computed"), computed],
          [say("payments.approvedBy"), approved_at ? `${who(payment.approved_by)}, ${formats.instant(approved_at)}` : say("payments.notYet")],
          [say("payments.scheduledFor"), scheduled_for ? formats.day(scheduled_for) : say("payments.notYet")],
          [say("payments.paidOn"), paid_on ? formats.day(paid_on) : say(payment.status === "paid" ? "word.unknown" : "payments.notYet")],
          [say("payments.attempts"), formats.count(attempts)],
        ]}
      />
    </Card>
  );
};
