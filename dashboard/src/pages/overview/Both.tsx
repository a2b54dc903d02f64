import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Part = { title: string; about: string; content: ReactNode };

/** Two ends of one list side by side. */
export const Both = ({ parts }: { parts: readonly Part[] }) => (
  <SimpleGrid cols={{ base: 1, lg: 2 }}>
    {parts.map(({ title, about, content }) => (
      <Card key={title} withBorder component="section">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {about}
        </Text>
        {content}
      </Card>
    ))}
  </SimpleGrid>
);
