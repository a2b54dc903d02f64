import { Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

/** What is left; that nothing is, and more is gone, has a sign and not a colour alone. */
export const Remaining = ({ amount }: { amount: string | null }) => {
  const say = useText();
  const formats = useFormats();
  const isOver = amount?.startsWith("-") ?? false;
  return (
    <Text span inherit fw={isOver ? 650 : undefined} style={{ whiteSpace: "nowrap" }}>
      {isOver && <IconAlertTriangle size={15} style={{ verticalAlign: "-2px", marginInlineEnd: 4 }} role="img" aria-label={say("budgets.over")} />}
      {formats.money(amount)}
    </Text>
  );
};
