// How far a report is, in words and as a bar; and asking again until it is finished.
import { Badge, Group, Progress, Stack, Text } from "@mantine/core";
import { useDocumentVisibility, useInterval } from "@mantine/hooks";
import { useEffect } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

type Report = Pick<Schema["ReportListItem"], "state" | "progress" | "error">;
type State = Schema["ReportState"];

const SOON = 2_000;
const COLOURS: Record<State, string> = { queued: "gray", rendering: "blue", ready: "teal", failed: "red", cancelled: "gray" };

export const isUnfinished = ({ state }: Pick<Report, "state">): boolean => state === "queued" || state === "rendering";

/** Ask again every two seconds while something is unfinished and somebody looks. */
export const usePolling = (isWaiting: boolean, again: () => void): void => {
  const isLookedAt = useDocumentVisibility() === "visible";
  const { start, stop } = useInterval(again, SOON);
  useEffect(() => {
    if (isWaiting && isLookedAt) start();
    return stop;
  }, [isWaiting, isLookedAt, start, stop]);
};

export const StateOf = ({ report }: { report: Report }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Stack gap={4} miw={110} maw={480}>
      <Group gap="xs" wrap="nowrap">
        <Badge variant="dot" color={COLOURS[report.state]} style={{ flexShrink: 0 }}>
          {say(`reports.state.${report.state}`)}
        </Badge>
        {report.state === "rendering" && (
          <Text size="xs" c="dimmed">
            {formats.ratio(report.progress)}
          </Text>
        )}
      </Group>
      {isUnfinished(report) && <Progress value={report.progress * 100} size="sm" maw={260} animated aria-label={say("reports.progress")} />}
      {report.error && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {report.error}
        </Text>
      )}
    </Stack>
  );
};
