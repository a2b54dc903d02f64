import { Anchor, Group, ScrollArea } from "@mantine/core";
import { type ComponentProps, useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { Page } from "@/ui/page";

import { FINANCE_PLACES, placeOf } from "./places";

/** A page of Finance, with the way to the others. */
export const FinancePage = ({ children, ...page }: ComponentProps<typeof Page>) => (
  <Page {...page}>
    <FinanceNav />
    {children}
  </Page>
);

const FinanceNav = () => {
  const say = useText();
  const may = useMay();
  const here = placeOf(useLocation().pathname);
  const current = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the present place may lie outside of what is seen of the row.
  useEffect(() => {
    // Newer browsers return a promise from it, which React would take for a clean-up.
    void current.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <ScrollArea type="never" component="nav" aria-label={say("nav.finance")} className="no-print">
      <Group gap="xs" wrap="nowrap" pb={4} style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}>
        {FINANCE_PLACES.filter(({ needs }) => may(needs)).map(({ label, to }) => {
          const isHere = to === here;
          const line = isHere ? "2px solid var(--mantine-primary-color-filled)" : "2px solid transparent";
          return (
            <Anchor key={to} ref={isHere ? current : undefined} component={Link} to={to} aria-current={isHere ? "page" : undefined} underline="never" c="var(--mantine-color-text)" fw={isHere ? 650 : 400} px="sm" py={8} style={{ whiteSpace: "nowrap", borderBottom: line }}>
              {say(label)}
            </Anchor>
          );
        })}
      </Group>
    </ScrollArea>
  );
};
