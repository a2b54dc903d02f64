import { Badge, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import { useText } from "@/messages";

import type { Alert, Status } from "./data";

const COLOURS: Record<Status, string> = { draft: "gray", approved: "blue", running: "teal", completed: "violet", cancelled: "red" };

/** The state as a word; the dot's colour only helps to find it again. */
export const StatusBadge = ({ status }: { status: Status }) => (
  <Badge component="span" variant="dot" color={COLOURS[status]} tt="none" fw={500} miw="max-content">
    {useText()(`campaigns.status.${status}`)}
  </Badge>
);

export const AlertBadge = ({ alert }: { alert: Alert | undefined }) => {
  const say = useText();
  if (!alert) return null;
  return (
    <Badge component="span" variant="default" tt="none" fw={500} miw="max-content" leftSection={<IconAlertTriangle size={13} aria-hidden />}>
      {say(`campaigns.alert.${alert}`)}
    </Badge>
  );
};

export const Badges = ({ status, alert }: { status: Status; alert: Alert | undefined }) => (
  <Group gap={6}>
    <StatusBadge status={status} />
    <AlertBadge alert={alert} />
  </Group>
);
