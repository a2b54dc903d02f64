import { Badge, Button, Card, Group, Modal, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { $api, api, LAST_READ } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useMe, useSession } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { confirm, done, tell } from "@/ui/forms";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { DataTable, Facts } from "@/ui/table";

import { TwoFactorSetUp } from "./TwoFactorSetUp";

const Account = () => {
  const text = useText();
  return (
    <Page title={text("account.title")}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Profile />
        <Security />
      </SimpleGrid>
      <Sessions />
      <Leave />
    </Page>
  );
};

const Profile = () => {
  const me = useMe();
  const { reload } = useSession();
  const text = useText();
  const say = useSay();
  const formats = useFormats();
  const [name, setName] = useState(me.user_name);
  const save = () =>
    api
      .PATCH("/api/me", { body: { user_name: name }, params: { header: LAST_READ } })
      .then(reload)
      .then(() => done(text("action.saved")))
      .catch((error: unknown) => tell(error, text));
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {text("account.profile")}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <TextInput label={text("account.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={50} required autoComplete="name" />
          <Facts
            facts={[
              [text("account.mail"), me.user_mail],
              [text("account.role"), say(`role.${me.user_role}`)],
              [text("account.since"), formats.day(me.member_since)],
            ]}
          />
          <Group>
            <Button type="submit" disabled={name === me.user_name}>
              {text("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};

const Security = () => {
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

const Sessions = () => {
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
              { key: "agent", label: say("word.name"), show: (one) => one.agent ?? say("word.unknown") },
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

const Leave = () => {
  const say = useText();
  const { leave } = useSession();
  const [isAsking, asking] = useDisclosure();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const remove = () =>
    api
      .DELETE("/api/me", { body: { password, code: code || null } })
      .then(leave)
      .catch((error: unknown) => tell(error, say));
  return (
    <Group>
      <Button color="red" variant="light" onClick={asking.open}>
        {say("account.delete")}
      </Button>
      <Modal opened={isAsking} onClose={asking.close} title={say("account.delete")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void remove();
          }}
        >
          <Stack>
            <Text size="sm">{say("account.delete.ask")}</Text>
            <PasswordInput label={say("signIn.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required />
            <TextInput label={say("factor.code")} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="one-time-code" />
            <Button type="submit" color="red">
              {say("account.delete")}
            </Button>
          </Stack>
        </form>
      </Modal>
    </Group>
  );
};

export default Account;
