import { Group, Progress, Stack, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { MetricValue } from "@/ui/metrics";

const WHOLE = 100;

/** A target, whether it is reached, and how much of it is. */
export const Reached = ({ target }: { target: Schema["TargetOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const Icon = target.reached ? IconCheck : IconX;
  return (
    <Stack gap={2} miw={120}>
      <Group gap={4} wrap="nowrap">
        {target.reached !== null && <Icon size={14} aria-hidden />}
        <Text span size="sm">
          <MetricValue slug={target.metric} value={target.target} /> {say(target.reached === null ? "campaigns.target.unknown" : target.reached ? "campaigns.target.reached" : "campaigns.target.missed")}
        </Text>
      </Group>
      {target.share !== null && (
        <Group gap={6} wrap="nowrap">
          <Progress value={Math.max(0, Math.min(target.share * WHOLE, WHOLE))} aria-label={say("campaigns.target.share")} style={{ flex: 1 }} />
          <Text span size="xs">
            {formats.ratio(target.share)}
          </Text>
        </Group>
      )}
    </Stack>
  );
};
