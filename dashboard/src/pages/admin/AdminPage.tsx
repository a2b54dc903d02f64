import { Box, Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";

import { type MessageId, useText } from "@/messages";
import { type Permission, useMay } from "@/session/session";
import { Page } from "@/ui/page";
import { Empty } from "@/ui/states";

type Part = { to: string; label: MessageId; needs: Permission };

const PARTS: readonly Part[] = [
  { to: "/admin", label: "admin.users", needs: "users.manage" },
  { to: "/admin/roles", label: "admin.roles", needs: "users.manage" },
  { to: "/admin/audit", label: "admin.audit", needs: "audit.read" },
  { to: "/admin/quality", label: "admin.quality", needs: "analytics.read" },
  { to: "/admin/books", label: "admin.books", needs: "audit.read" },
  { to: "/admin/system", label: "admin.system", needs: "users.manage" },
];

type Props = { title: MessageId; about?: ReactNode; actions?: ReactNode; children: ReactNode };

/** A part of the administration, with the way to the others. */
export const AdminPage = ({ title, about, actions, children }: Props) => {
  const say = useText();
  const may = useMay();
  const { pathname } = useLocation();
  const mayBeHere = PARTS.every(({ to, needs }) => to !== pathname || may(needs));
  return (
    <Page title={say(title)} about={about} actions={mayBeHere && actions}>
      <Box component="nav" aria-label={say("nav.admin")} className="no-print">
        <Group gap={6}>
          {PARTS.filter(({ needs }) => may(needs)).map(({ to, label }) => (
            <Button key={to} component={Link} to={to} size="sm" px="sm" variant={to === pathname ? "filled" : "default"} aria-current={to === pathname ? "page" : undefined}>
              {say(label)}
            </Button>
          ))}
        </Group>
      </Box>
      {mayBeHere ? children : <Empty>{say("state.forbidden")}</Empty>}
    </Page>
  );
};
