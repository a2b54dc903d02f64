import { Group, Progress, Stack, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { useFormats } from "@/ui/formats";
import { MetricValue } from "@/ui/metrics";

type Target = Schema["TargetOut"];
const WHOLE = 100;

/** Costs and the like are to be kept below, everything else is to be reached. */
const wordOf = (reached: boolean | null, isLimit: boolean) => {
  if (reached === null) return "unknown";
  if (isLimit) return reached ? "kept" : "exceeded";
  return reached ? "reached" : "missed";
};

/** A target, whether it is reached, and how much of it is. */
export const Reached = ({ target }: { target: Target }) => {
  const say = useText();
  const isLimit = useCatalogue()(target.metric)?.better === "low";
  const Icon = target.reached ? IconCheck : IconX;
  return (
    <Stack gap={2} miw={120}>
      <Group gap={4} wrap="nowrap">
        {target.reached !== null && <Icon size={14} aria-hidden style={{ flexShrink: 0 }} />}
        <Text span size="sm">
          <MetricValue slug={target.metric} value={target.target} /> {say(`campaigns.target.${wordOf(target.reached, isLimit)}`)}
        </Text>
      </Group>
      {target.share !== null && target.share >= 0 && <Share share={target.share} />}
    </Stack>
  );
};

const Share = ({ share }: { share: number }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Group gap={6} wrap="nowrap">
      <Progress value={Math.min(share * WHOLE, WHOLE)} aria-label={say("campaigns.target.share")} style={{ flex: 1 }} />
      <Text span size="xs">
        {formats.ratio(share)}
      </Text>
    </Group>
  );
};
