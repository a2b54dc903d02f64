import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";

import { api, type Schema } from "@/api/client";
import { type MessageId, useText } from "@/messages";
import { confirm, done, tell, withFreshFactor } from "@/ui/forms";

import { refreshUsers } from "./refresh";

type User = Schema["UserOut"];

/** How somebody gets in: the invitation, the sessions, the second factor, and the end of the account. */
export const Access = ({ user }: { user: User }) => {
  const say = useText();
  const deeds = useDeeds(user);
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("admin.access")}
      </Title>
      <Stack gap="md">
        {user.state === "invited" && <Deed about="admin.invite.again.about" label="admin.invite.again" onClick={deeds.inviteAgain} />}
        <Deed about="admin.sessions.end.about" label="admin.sessions.end" onClick={deeds.endSessions} />
        <Deed about="admin.factor.reset.about" label="admin.factor.reset" onClick={deeds.resetFactor} />
        <Deed about="admin.delete.about" label="admin.delete" onClick={deeds.remove} />
      </Stack>
    </Card>
  );
};

const Deed = ({ about, label, onClick }: { about: MessageId; label: MessageId; onClick: () => void }) => {
  const say = useText();
  return (
    <div>
      <Text size="sm" mb={6}>
        {say(about)}
      </Text>
      <Button variant="default" size="sm" onClick={onClick}>
        {say(label)}
      </Button>
    </div>
  );
};

const useDeeds = ({ user_id, user_name, user_mail }: User) => {
  const say = useText();
  const queries = useQueryClient();
  const params = { path: { user_id } };
  const ask = (what: "admin.sessions.end" | "admin.factor.reset" | "admin.delete", deed: () => Promise<unknown>) =>
    confirm(
      {
        title: say(what),
        text: say(`${what}.ask`, { name: user_name }),
        label: say(what),
        isDangerous: true,
        deed,
        after: () => {
          void refreshUsers(queries);
          done(say(`${what}.done`, { name: user_name }));
        },
      },
      say,
    );
  return {
    inviteAgain: () =>
      void api
        .POST("/api/users/{user_id}/invitation", { params })
        .then(() => done(say("admin.invite.sent", { mail: user_mail })))
        .catch((error: unknown) => tell(error, say)),
    endSessions: () => ask("admin.sessions.end", () => api.DELETE("/api/users/{user_id}/sessions", { params })),
    resetFactor: () => ask("admin.factor.reset", () => withFreshFactor(() => api.DELETE("/api/users/{user_id}/two-factor", { params }), say)),
    remove: () => ask("admin.delete", () => withFreshFactor(() => api.DELETE("/api/users/{user_id}", { params }), say)),
  };
};
