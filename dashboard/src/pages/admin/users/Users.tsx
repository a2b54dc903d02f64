import { Anchor, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { ChoiceFilter, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { AdminPage } from "../AdminPage";
import { ROLES } from "../roles/roles";
import { AccountState } from "./AccountState";
import { Invite } from "./Invite";

type User = Schema["UserOut"];
const TYPING = 300;

const Users = () => {
  const say = useText();
  const [isInviting, inviting] = useDisclosure();
  const { change, search } = useFilters();
  const sort = search.get("sort") ?? "user_name";
  const active = search.get("active");
  const asked = { q: search.get("q") ?? undefined, user_role: ROLES.find((role) => role === search.get("role")), is_active: active === "yes" ? true : active === "no" ? false : undefined, sort };
  const { query, rows } = useList<User>(["users", asked], (cursor) => api.GET("/api/users", { params: { query: { ...asked, cursor } } }));
  const columns = useColumns();
  return (
    <AdminPage title="admin.users" actions={<Button onClick={inviting.open}>{say("admin.invite")}</Button>}>
      <Group align="flex-end" className="no-print">
        <Search />
        <ChoiceFilter name="role" label={say("admin.role")} data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))} />
        <ChoiceFilter name="active" label={say("admin.mayEnter")} data={["yes", "no"].map((value) => ({ value, label: say(value === "yes" ? "word.yes" : "word.no") }))} />
      </Group>
      <Listed query={query}>
        <DataTable label={say("admin.users")} rows={rows} columns={columns} idOf={(user) => user.user_id} sorted={sort} onSort={(by) => change({ sort: by })} empty={say("state.empty.filtered")} />
      </Listed>
      <Modal opened={isInviting} onClose={inviting.close} title={say("admin.invite")} closeButtonProps={{ "aria-label": say("action.close") }}>
        <Stack>
          <Invite onDone={inviting.close} />
        </Stack>
      </Modal>
    </AdminPage>
  );
};

/** Part of a name or mail address, in the address as soon as typing pauses. */
const Search = () => {
  const say = useText();
  const { change, search } = useFilters();
  const [text, setText] = useState(search.get("q") ?? "");
  const settle = useDebouncedCallback((q: string) => change({ q: q.trim() || null }), TYPING);
  return (
    <TextInput
      type="search"
      label={say("filter.search")}
      placeholder={say("admin.search")}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      w={240}
    />
  );
};

const useColumns = (): Column<User>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    {
      key: "name",
      label: say("word.name"),
      name: say("word.name"),
      sort: "user_name",
      show: (user) => (
        <Anchor component={Link} to={`/admin/users/${user.user_id}`}>
          {user.user_name}
        </Anchor>
      ),
    },
    { key: "mail", label: say("admin.mail"), name: say("admin.mail"), sort: "user_mail", show: (user) => user.user_mail },
    { key: "role", label: say("admin.role"), show: (user) => say(`role.${user.user_role}`) },
    { key: "state", label: say("word.status"), show: (user) => <AccountState state={user.state} /> },
    { key: "since", label: say("admin.since"), show: (user) => formats.day(user.member_since) },
  ];
};

export default Users;
