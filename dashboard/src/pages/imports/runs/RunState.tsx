import { Badge, Group, Progress, Text } from "@mantine/core";
import { IconArrowBackUp, IconBan, IconCheck, IconClock, IconLoader2, IconX } from "@tabler/icons-react";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import type { Run, State } from "./runs";

const ICONS = { waiting: IconClock, running: IconLoader2, done: IconCheck, failed: IconX, cancelled: IconBan, undone: IconArrowBackUp };
const COLOURS: Record<State, string> = { waiting: "gray", running: "blue", done: "teal", failed: "red", cancelled: "gray", undone: "orange" };

/** The state in words and by a sign, and while it runs how far it is. */
export const RunState = ({ run }: { run: Pick<Run, "state" | "progress"> }) => {
  const say = useText();
  const formats = useFormats();
  const Icon = ICONS[run.state];
  const words = say(`imports.state.${run.state}`);
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge variant="default" tt="none" fw={500} leftSection={<Icon size={14} aria-hidden color={`var(--mantine-color-${COLOURS[run.state]}-filled)`} />}>
        {words}
      </Badge>
      {run.state === "running" && (
        <>
          <Progress value={run.progress * 100} w={70} aria-label={words} />
          <Text size="xs" span>
            {formats.ratio(run.progress)}
          </Text>
        </>
      )}
    </Group>
  );
};
