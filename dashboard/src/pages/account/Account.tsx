import { Button, Card, Group, Modal, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";

import { api, LAST_READ } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useMe, useSession } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { done, tell } from "@/ui/forms";
import { Page } from "@/ui/page";
import { Facts } from "@/ui/table";

import { Security } from "./Security";
import { Sessions } from "./Sessions";

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
