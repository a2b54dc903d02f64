import { Badge } from "@mantine/core";

import { useText } from "@/messages";

import type { Status } from "./data";

const COLOURS: Record<Status, string> = { submitted: "yellow", approved: "blue", rejected: "red", paid: "teal" };

/** The state as a word; the dot's colour only helps to find it again. */
export const StatusBadge = ({ status }: { status: Status }) => (
  <Badge variant="dot" color={COLOURS[status]} tt="none" fw={500} miw="max-content">
    {useText()(`expenses.status.${status}`)}
  </Badge>
);
