import { Button, Card, Group, Modal, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe, useSession } from "@/session/session";
import { done, tell } from "@/ui/forms";

import { TwoFactorSetUp } from "./TwoFactorSetUp";

/** The second factor, and the password. */
export const Security = () => {
  const me = useMe();
  const { reload, enter } = useSession();
  const say = useText();
  const [isSettingUp, setUp] = useDisclosure();
  const [password, setPassword] = useState("");
  const [next, setNext] = useState("");
  const change = () =>
    api
      .PUT("/api/me/password", { body: { password, new_password: next } })
      .then(async ({ data }) => {
        if (data) await enter(data);
        setPassword("");
        setNext("");
        done(say("password.changed"));
      })
      .catch((error: unknown) => tell(error, say));
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("account.security")}
      </Title>
      <Stack>
        <Group>
          <Text size="sm">{me.two_factor.enabled ? say("account.security.on", { count: me.two_factor.recovery_codes_left }) : say("account.security.off")}</Text>
          {!me.two_factor.enabled && (
            <Button size="xs" onClick={setUp.open}>
              {say("account.security.setUp")}
            </Button>
          )}
        </Group>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void change();
          }}
        >
          <Stack>
            <PasswordInput label={say("password.present")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required />
            <PasswordInput label={say("password.new")} description={say("password.hint")} value={next} onChange={(event) => setNext(event.currentTarget.value)} autoComplete="new-password" required />
            <Group>
              <Button type="submit" variant="default">
                {say("password.change")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
      <Modal opened={isSettingUp} onClose={setUp.close} title={say("enrol.title")}>
        <TwoFactorSetUp
          onDone={() => {
            setUp.close();
            void reload();
          }}
        />
      </Modal>
    </Card>
  );
};
