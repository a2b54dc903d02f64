import { Text } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

/** An expected ROI and its 90 % interval, in figures; a screen reader hears a sentence. */
export const Interval = ({ roi }: { roi: Schema["RoiOut"] }) => {
  const say = useText();
  const formats = useFormats();
  if (roi.value === null) return "–";
  const [value, low, high] = [roi.value, roi.low, roi.high].map(formats.ratio);
  return (
    <Text span inherit style={{ fontVariantNumeric: "tabular-nums" }} aria-label={say("ranking.interval", { value, low, high })}>
      <b>{value}</b>{" "}
      <Text span size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {low} … {high}
      </Text>
    </Text>
  );
};
