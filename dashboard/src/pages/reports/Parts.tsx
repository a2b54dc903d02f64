import { Button, Group } from "@mantine/core";
import { Link, useLocation } from "react-router";

import { useText } from "@/messages";

const PARTS = [
  { to: "/reports", label: "reports.part.reports" },
  { to: "/reports/custom", label: "reports.part.custom" },
  { to: "/reports/schedules", label: "reports.part.schedules" },
] as const;

/** The parts of reporting, beside each other. */
export const Parts = () => {
  const say = useText();
  const { pathname } = useLocation();
  return (
    <Group component="nav" aria-label={say("nav.reports")} gap="xs" className="no-print">
      {PARTS.map(({ to, label }) => (
        <Button key={to} component={Link} to={to} size="sm" variant={pathname === to ? "light" : "subtle"} aria-current={pathname === to ? "page" : undefined}>
          {say(label)}
        </Button>
      ))}
    </Group>
  );
};
