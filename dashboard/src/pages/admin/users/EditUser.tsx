import { Button, Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done, tell, useUnsavedGuard } from "@/ui/forms";

import { ROLES } from "../roles/roles";
import { refreshUsers } from "./refresh";

type User = Schema["UserOut"];

/** Name, role and whether one may sign in; another role and deactivation end the sessions, so they are asked about. */
export const EditUser = ({ user, isMe }: { user: User; isMe: boolean }) => {
  const say = useText();
  const [name, setName] = useState(user.user_name);
  const [role, setRole] = useState(user.user_role);
  const [isActive, setActive] = useState(user.is_active);
  const changes = { ...(name !== user.user_name && { user_name: name }), ...(role !== user.user_role && { user_role: role }), ...(isActive !== user.is_active && { is_active: isActive }) };
  const isDirty = Object.keys(changes).length > 0;
  const save = useSaving(user, changes);
  useUnsavedGuard(isDirty);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack>
        <TextInput label={say("word.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={50} required />
        {!isMe && (
          <>
            <Select label={say("admin.role")} description={say(`admin.role.${role}`)} data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))} value={role} onChange={(value) => setRole(ROLES.find((one) => one === value) ?? role)} allowDeselect={false} />
            {user.state !== "invited" && <Switch label={say("admin.mayEnter")} checked={isActive} onChange={(event) => setActive(event.currentTarget.checked)} />}
          </>
        )}
        <Group>
          <Button type="submit" disabled={!isDirty}>
            {say("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

const useSaving = (user: User, changes: Schema["UserPatch"]) => {
  const say = useText();
  const queries = useQueryClient();
  const deed = () => api.PATCH("/api/users/{user_id}", { params: { path: { user_id: user.user_id }, header: LAST_READ }, body: changes });
  const after = () => {
    void refreshUsers(queries);
    done(say("action.saved"));
  };
  const endsSessions = changes.user_role !== undefined || changes.is_active === false;
  return () => {
    if (!endsSessions) {
      void deed()
        .then(after)
        .catch((error: unknown) => tell(error, say));
      return;
    }
    const text = changes.is_active === false ? say("admin.deactivate.ask", { name: user.user_name }) : say("admin.role.ask", { name: user.user_name, role: say(`role.${changes.user_role ?? user.user_role}`) });
    confirm({ title: say("action.confirm"), text, label: say("action.save"), isDangerous: changes.is_active === false, deed, after }, say);
  };
};
