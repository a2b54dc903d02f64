import { Button, Group } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useText } from "@/messages";

/** Filters that stand behind a button where the screen is narrow. */
export const MoreFilters = ({ children }: { children: ReactNode }) => {
  const say = useText();
  const isWide = useMediaQuery("(min-width: 48em)", true);
  const [isOpen, { toggle }] = useDisclosure();
  if (isWide) return children;
  return (
    <>
      <Button variant="default" onClick={toggle} aria-expanded={isOpen} leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}>
        {say("finance.filters")}
      </Button>
      {isOpen && <Group gap="sm">{children}</Group>}
    </>
  );
};
