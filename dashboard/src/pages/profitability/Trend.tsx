import { Group, Text } from "@mantine/core";
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight, IconQuestionMark } from "@tabler/icons-react";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import type { Item } from "./data";

const ICONS = { rising: IconArrowUpRight, steady: IconArrowRight, falling: IconArrowDownRight, unknown: IconQuestionMark } as const;

/** How sales run, as a word; the change of net revenue beside it. */
export const Trend = ({ trend }: { trend: Item["trend"] }) => {
  const say = useText();
  const formats = useFormats();
  const Icon = ICONS[trend.word];
  const change = trend.change === null ? null : `${trend.change > 0 ? "+" : ""}${formats.ratio(trend.change)}`;
  return (
    <Group gap={4} wrap="nowrap">
      <Icon size={16} aria-hidden style={{ flex: "none" }} />
      <Text span inherit style={{ whiteSpace: "nowrap" }}>
        {say(`profitability.trend.${trend.word}`)}
        {change && trend.word !== "unknown" && (
          <Text span size="xs" c="dimmed" display="block">
            {change}
          </Text>
        )}
      </Text>
    </Group>
  );
};
