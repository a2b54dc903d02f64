import { Badge, Button, Card, Group, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import { $api, api } from "@/api/client";
import { useText } from "@/messages";
import { useMe, useSession } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { confirm, tell } from "@/ui/forms";
import { Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { deviceOf } from "./device";

/** Where one is signed in, and how to end it. */
export const Sessions = () => {
  const say = useText();
  const formats = useFormats();
  const me = useMe();
  const { leave } = useSession();
  const queries = useQueryClient();
  const query = $api.useQuery("get", "/api/me/sessions");
  const end = (session_id: string) =>
    api
      .DELETE("/api/me/sessions/{session_id}", { params: { path: { session_id } } })
      .then(() => queries.invalidateQueries({ queryKey: ["get", "/api/me/sessions"] }))
      .catch((error: unknown) => tell(error, say));
  const endAll = () =>
    confirm({ title: say("account.sessions.endAll"), text: say("account.sessions.endAll.ask"), label: say("account.sessions.endAll"), isDangerous: true, deed: () => api.DELETE("/api/me/sessions"), after: () => void leave() }, say);
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {say("account.sessions")}
        </Title>
        <Button variant="default" size="xs" onClick={endAll}>
          {say("account.sessions.endAll")}
        </Button>
      </Group>
      <Loaded query={query}>
        {({ items }) => (
          <DataTable
            label={say("account.sessions")}
            rows={items}
            idOf={(one) => one.session_id}
            columns={[
              { key: "agent", label: say("word.name"), show: (one) => <span title={one.agent ?? undefined}>{deviceOf(one.agent) ?? say("word.unknown")}</span> },
              { key: "since", label: say("word.date"), show: (one) => formats.instant(one.created_at) },
              {
                key: "end",
                label: "",
                show: (one) =>
                  one.session_id === me.session_id ? (
                    <Badge variant="light">{say("account.sessions.this")}</Badge>
                  ) : (
                    <Button size="compact-sm" variant="default" onClick={() => void end(one.session_id)}>
                      {say("account.sessions.end")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
};
