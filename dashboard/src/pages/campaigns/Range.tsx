import { Text } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

/** An expected amount and its 90 % interval, in cells of a table below it. */
export const Range = ({ of, isSigned = false, isCell = false }: { of: { value: string; low: string; high: string }; isSigned?: boolean; isCell?: boolean }) => {
  const say = useText();
  const { money } = useFormats();
  const sign = isSigned && Number(of.value) > 0 ? "+" : "";
  return (
    <Text span inherit style={{ fontVariantNumeric: "tabular-nums" }}>
      {sign}
      {money(of.value)}{" "}
      <Text span size="xs" c="dimmed" display={isCell ? "block" : undefined} style={{ whiteSpace: "nowrap" }}>
        {say("campaigns.interval", { low: money(of.low), high: money(of.high) })}
      </Text>
    </Text>
  );
};
