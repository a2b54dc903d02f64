import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";

import { useText } from "@/messages";

type PageProps = {
  title: string;
  about?: ReactNode;
  /** The pages above this one. */
  above?: { label: string; to: string }[];
  actions?: ReactNode;
  children: ReactNode;
};

/** A page: its title, what can be done, and its content. */
export const Page = ({ title, about, above, actions, children }: PageProps) => {
  const say = useText();
  useEffect(() => {
    document.title = `${title} · ${say("app.name")}`;
  }, [title, say]);
  return (
    <Stack gap="md" maw={1440} mx="auto">
      {above && (
        <Breadcrumbs className="no-print">
          {above.map(({ label, to }) => (
            <Anchor key={to} component={Link} to={to} fz="sm">
              {label}
            </Anchor>
          ))}
          {/* The crumb's own style is the Breadcrumbs' to give: a long title breaks inside of it. */}
          <Text size="sm">
            <span style={{ whiteSpace: "normal", lineHeight: 1.4 }}>{title}</span>
          </Text>
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: "1 1 260px", minWidth: 0 }}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {about && <Text c="dimmed">{about}</Text>}
        </div>
        {actions && (
          <Group gap="xs" className="no-print">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
};
