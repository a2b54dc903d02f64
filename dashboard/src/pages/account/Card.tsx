import { Card as Box, Center, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

import { useText } from "@/messages";

/** A page of its own for whoever is not signed in. */
export const Card = ({ title, about, children }: { title: string; about?: ReactNode; children?: ReactNode }) => {
  const say = useText();
  useEffect(() => {
    document.title = `${title} · ${say("app.name")}`;
  }, [title, say]);
  return (
    <Center component="main" mih="100vh" p="md">
      <Box withBorder padding="xl" w="100%" maw={420}>
        <Stack>
          <div>
            <Text size="sm" c="dimmed">
              {say("app.name")}
            </Text>
            <Title order={1} size="h3">
              {title}
            </Title>
          </div>
          {about && <Text size="sm">{about}</Text>}
          {children}
        </Stack>
      </Box>
    </Center>
  );
};

/** The token of a mail's link stands in the fragment, which no server sees. */
export const tokenOfLink = (): string | null => new URLSearchParams(window.location.hash.slice(1)).get("token");
