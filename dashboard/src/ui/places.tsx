// The way between the pages of one area.
import { Anchor, Group, ScrollArea } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";

import { type MessageId, useText } from "@/messages";
import { type Permission, useMay } from "@/session/session";

export type Inner = { label: MessageId; to: string; needs: Permission };

/** The place an address belongs to: the longest that it begins with. */
export const placeOf = (places: readonly Inner[], pathname: string): string | undefined =>
  places
    .map(({ to }) => to)
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((one, other) => other.length - one.length)[0];

/** Links to the places that the role may see. */
export const PlacesNav = ({ label: of, places }: { label: MessageId; places: readonly Inner[] }) => {
  const say = useText();
  const may = useMay();
  const here = placeOf(places, useLocation().pathname);
  const current = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the present place may lie outside of what is seen of the row.
  useEffect(() => {
    // Newer browsers return a promise from it, which React would take for a clean-up.
    void current.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <ScrollArea type="never" component="nav" aria-label={say(of)} className="no-print">
      <Group gap="xs" wrap="nowrap" pb={4} style={{ borderBottom: "1px solid var(--mantine-color-default-border)" }}>
        {places
          .filter(({ needs }) => may(needs))
          .map(({ label, to }) => {
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
