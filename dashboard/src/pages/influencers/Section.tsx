import { Card, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { title: string; about?: ReactNode; action?: ReactNode; children: ReactNode };

/** A part of the profile under a heading of its own. */
export const Section = ({ title, about, action, children }: Props) => (
  <Card withBorder component="section">
    <Group justify="space-between" mb="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      {action}
    </Group>
    {about && (
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
    )}
    {children}
  </Card>
);
