import { Alert, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { done, fieldErrors, wordsOf } from "@/ui/forms";

import { ROLES } from "../roles/roles";
import { refreshUsers } from "./refresh";

const EMPTY: Schema["UserIn"] = { user_name: "", user_mail: "", user_role: "data_analyst" };

/** Make an account; its owner chooses the password by the link of a mail. */
export const Invite = ({ onDone }: { onDone: () => void }) => {
  const say = useText();
  const [user, setUser] = useState(EMPTY);
  const { send, error, errors } = useInviting(user, onDone);
  const change = (changes: Partial<typeof EMPTY>) => setUser((before) => ({ ...before, ...changes }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <Text size="sm">{say("admin.invite.about")}</Text>
        <TextInput label={say("word.name")} value={user.user_name} onChange={(event) => change({ user_name: event.currentTarget.value })} error={errors.user_name} maxLength={50} required data-autofocus />
        <TextInput type="email" label={say("admin.mail")} value={user.user_mail} onChange={(event) => change({ user_mail: event.currentTarget.value })} error={errors.user_mail} required />
        <Select
          label={say("admin.role")}
          description={say(`admin.role.${user.user_role}`)}
          data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))}
          value={user.user_role}
          onChange={(value) => change({ user_role: ROLES.find((role) => role === value) ?? "data_analyst" })}
          allowDeselect={false}
        />
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit">{say("admin.invite.send")}</Button>
        </Group>
      </Stack>
    </form>
  );
};

const useInviting = (user: Schema["UserIn"], onDone: () => void) => {
  const say = useText();
  const queries = useQueryClient();
  const [error, setError] = useState<string>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  // One key for what is sent, so that a second click invites nobody twice; a correction is another request.
  const sent = useRef({ of: "", key: "" });
  const send = async () => {
    const of = JSON.stringify(user);
    if (sent.current.of !== of) sent.current = { of, key: crypto.randomUUID() };
    try {
      await api.POST("/api/users", { body: user, params: { header: { "Idempotency-Key": sent.current.key } } });
      await refreshUsers(queries);
      done(say("admin.invite.sent", { mail: user.user_mail }));
      onDone();
    } catch (refused) {
      setError(wordsOf(asProblem(refused), say));
      setErrors(fieldErrors(refused));
    }
  };
  return { send, error, errors };
};
