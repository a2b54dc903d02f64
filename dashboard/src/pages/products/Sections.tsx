import { Button, Group } from "@mantine/core";
import { Link, useLocation } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";

const SECTIONS = [
  { to: "/products", label: "products.section.products", needs: "products.read" },
  { to: "/products/purchases", label: "products.section.purchases", needs: "purchases.read" },
  { to: "/products/sales", label: "products.section.sales", needs: "analytics.read" },
  { to: "/products/returns", label: "products.section.returns", needs: "analytics.read" },
] as const;

/** The parts of this area; each is a page of its own. */
export const Sections = () => {
  const say = useText();
  const may = useMay();
  const { pathname } = useLocation();
  return (
    <Group component="nav" gap="xs" aria-label={say("nav.products")} className="no-print">
      {SECTIONS.filter(({ needs }) => may(needs)).map(({ to, label }) => (
        <Button key={to} component={Link} to={to} size="sm" variant={pathname === to ? "light" : "default"} aria-current={pathname === to ? "page" : undefined}>
          {say(label)}
        </Button>
      ))}
    </Group>
  );
};
