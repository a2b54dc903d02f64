// What is shown where there is nothing (yet): each says what to do.
import { Alert, Anchor, Button, Center, type CenterProps, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconAlertCircle, IconCloudOff, IconInbox } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue } from "react";
import { Link } from "react-router";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";

/** The least height of what is to come, so that nothing below it jumps. */
type Height = { height?: CenterProps["mih"] };

export const Loading = ({ height }: Height) => {
  const say = useText();
  return (
    <Center p="xl" mih={height} role="status">
      <Loader size="sm" />
      <Text ml="sm" c="dimmed">
        {say("state.loading")}
      </Text>
    </Center>
  );
};

export const Empty = ({ children }: { children?: ReactNode }) => {
  const say = useText();
  return (
    <Center p="xl">
      <Stack align="center" gap="xs">
        <IconInbox size={32} stroke={1.4} aria-hidden />
        <Text c="dimmed" ta="center">
          {children ?? say("state.empty")}
        </Text>
      </Stack>
    </Center>
  );
};

export const Failure = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const say = useText();
  const problem = asProblem(error);
  const why =
    problem.status === 0 && problem.code === "offline"
      ? say("problem.offline")
      : problem.code === "outdated"
        ? say("problem.outdated")
        : problem.status === 403 && problem.code === "forbidden"
        ? say("state.forbidden")
        : problem.detail;
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} title={say("state.error")} role="alert">
      <Text size="sm">{why}</Text>
      {problem.requestId && (
        <Text size="xs" c="dimmed">
          {say("state.request", { id: problem.requestId })}
        </Text>
      )}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {say("state.retry")}
        </Button>
      )}
    </Alert>
  );
};

export const NotFound = () => {
  const say = useText();
  return (
    <Center mih="50vh">
      <Stack align="center">
        <Title order={1} size="h2">
          {say("state.missing")}
        </Title>
        <Anchor component={Link} to="/">
          {say("state.home")}
        </Anchor>
      </Stack>
    </Center>
  );
};

export const OfflineNote = () => {
  const { online } = useNetwork();
  const say = useText();
  if (online) return null;
  return (
    <Group role="status" mb="sm" gap="xs" c="orange">
      <IconCloudOff size={18} aria-hidden />
      <Text size="sm">{say("state.offline")}</Text>
    </Group>
  );
};

/** Show what was asked for once it is there, and until then why not. */
export function Loaded<T>({ query, height, children }: Height & { query: UseQueryResult<T, unknown>; children: (data: T) => ReactNode }) {
  // What came is drawn in pieces, between which the page answers; drawn at once, a long table holds everything up.
  const shown = useDeferredValue(query.data);
  if (query.data !== undefined && shown !== undefined) return children(shown);
  if (query.error && query.data === undefined) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Loading height={height} />;
}
