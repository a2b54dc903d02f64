import { Card, Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";

import { useText } from "@/messages";

const SECOND = 1000;

/** The API computes in one go and tells no share of it, so the time that has passed is shown, not an invented per cent. */
export const Running = ({ isTrial }: { isTrial: boolean }) => {
  const say = useText();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => setSeconds((before) => before + 1), SECOND);
    return () => clearInterval(ticking);
  }, []);
  return (
    <Card withBorder maw={760}>
      <Text size="sm" mb="xs">
        {say(isTrial ? "compute.trying" : "compute.running")}
      </Text>
      <Progress value={100} animated aria-label={say("compute.running")} />
      <Text size="xs" c="dimmed" mt="xs" aria-hidden>
        {say("compute.seconds", { seconds })}
      </Text>
    </Card>
  );
};
