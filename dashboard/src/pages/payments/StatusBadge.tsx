import { Badge } from "@mantine/core";

import { useText } from "@/messages";

import type { Outcome, Status } from "./data";

const COLOURS: Record<Status, string> = { pending: "gray", approved: "blue", scheduled: "violet", paid: "teal", failed: "red", cancelled: "dark" };
const OUTCOMES: Record<Outcome, string> = { waiting: "violet", paid: "teal", failed: "red", withdrawn: "dark" };

/** The state as a word; the dot's colour only helps to find it again. */
export const StatusBadge = ({ status }: { status: Status }) => (
  <Badge component="span" variant="dot" color={COLOURS[status]} tt="none" fw={500}>
    {useText()(`payments.status.${status}`)}
  </Badge>
);

export const OutcomeBadge = ({ outcome }: { outcome: Outcome }) => (
  <Badge component="span" variant="dot" color={OUTCOMES[outcome]} tt="none" fw={500}>
    {useText()(`batches.outcome.${outcome}`)}
  </Badge>
);
