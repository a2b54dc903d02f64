import { Card, Progress, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useState } from "react";

import { useText } from "@/messages";

const SHOWN_FROM = 2;

/** That something is being computed, and since when; how far it is nobody tells, so no share is made up. */
export const Computing = ({ isStored }: { isStored: boolean }) => {
  const say = useText();
  const [seconds, setSeconds] = useState(0);
  useInterval(() => setSeconds((before) => before + 1), 1000, { autoInvoke: true });
  return (
    <Card withBorder role="status">
      <Text size="sm">{say(isStored ? "attribution.reading" : "attribution.computing")}</Text>
      <Progress value={100} animated mt="xs" aria-hidden />
      {seconds >= SHOWN_FROM && (
        // Each second read aloud would drown everything else.
        <Text size="xs" c="dimmed" mt="xs" aria-hidden>
          {say("attribution.computing.since", { seconds })}
        </Text>
      )}
    </Card>
  );
};
