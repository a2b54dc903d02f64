import { Group, Text } from "@mantine/core";
import { IconCheck, IconMail, IconPlayerPause, IconTrash } from "@tabler/icons-react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";

const SIGNS = { active: [IconCheck, "teal"], invited: [IconMail, "blue"], deactivated: [IconPlayerPause, "gray"], deleted: [IconTrash, "gray"] } as const;

/** Whether somebody can sign in: in words and by a sign. */
export const AccountState = ({ state }: { state: Schema["UserOut"]["state"] }) => {
  const say = useText();
  const [Icon, colour] = SIGNS[state];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />
      <Text span size="sm">
        {say(`admin.state.${state}`)}
      </Text>
    </Group>
  );
};
