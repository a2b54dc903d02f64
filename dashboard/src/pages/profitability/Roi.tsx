import { Text } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import type { Item } from "./data";

/** An expected ROI and its 90 % interval, in figures; a screen reader hears a sentence. */
export const Roi = ({ item: { expected_roi: roi, cost } }: { item: Item }) => {
  const say = useText();
  const formats = useFormats();
  if (roi.value === null) {
    return (
      <Text span inherit c="dimmed">
        {say(Number(cost) > 0 ? "word.unknown" : "profitability.free")}
      </Text>
    );
  }
  const [value, low, high] = [roi.value, roi.low, roi.high].map(formats.ratio);
  return (
    <Text span inherit style={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }} role="text" aria-label={say("profitability.interval", { value, low, high })}>
      <b>{value}</b>
      <Text span size="xs" c="dimmed" display="block">
        {say("profitability.interval.short", { low, high })}
      </Text>
    </Text>
  );
};
