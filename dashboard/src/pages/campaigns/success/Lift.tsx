import { Card, Group, Text, Title } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";

/** How much more was sold than comparable products let expect, with its interval: an indication, and called one. */
export const Lift = ({ lift }: { lift: Schema["LiftOut"] }) => {
  const text = useText();
  const say = useSay();
  const formats = useFormats();
  const { effect, low, high } = lift;
  const facts = { before: formats.count(lift.units_before), during: formats.count(lift.units_during), products: lift.products, comparable: lift.comparable_products, first: formats.day(lift.first) };
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4">
        {text("campaigns.lift")}
      </Title>
      {effect === null ? (
        <Text>{lift.reason ? say(`campaigns.lift.${lift.reason}`) : text("campaigns.lift.unknown")}</Text>
      ) : (
        <Group gap="xs" align="baseline">
          <Text fz={26} fw={650} span style={{ fontVariantNumeric: "tabular-nums" }}>
            {effect > 0 ? "+" : ""}
            {formats.ratio(effect)}
          </Text>
          <Text span>{text("campaigns.interval", { low: formats.ratio(low), high: formats.ratio(high) })}</Text>
          {low !== null && high !== null && low < 0 && high > 0 && <Text span>{text("campaigns.lift.zero")}</Text>}
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {text("campaigns.lift.about", facts)}
      </Text>
      <Text size="sm" c="dimmed">
        {text("campaigns.lift.note")}
      </Text>
    </Card>
  );
};
