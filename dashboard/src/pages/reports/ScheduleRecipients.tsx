import { Checkbox, MultiSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { useSay, useText } from "@/messages";
import { useMe } from "@/session/session";

import { usePeople } from "./people";
import { ROLES } from "./schedule";
import type { PartProps } from "./ScheduleContent";

/** Who is told by mail: everybody of a role, and people. */
export const ScheduleRecipients = (props: PartProps) => {
  const { draft, change } = props;
  const say = useText();
  const role = useSay();
  const { mayList } = usePeople();
  return (
    <>
      <Text size="sm" c="dimmed">
        {say("reports.schedules.recipients.about")}
      </Text>
      <Checkbox.Group label={say("reports.schedules.roles")} value={[...draft.roles]} onChange={(chosen) => change({ roles: ROLES.filter((one) => chosen.includes(one)) })}>
        <Stack gap={6} mt={4}>
          {ROLES.map((one) => (
            <Checkbox key={one} value={one} label={role(`role.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {mayList ? <People {...props} /> : <Me {...props} />}
      {draft.users.length + draft.roles.length === 0 && (
        <Text size="sm" role="alert">
          {say("reports.schedules.nobody")}
        </Text>
      )}
    </>
  );
};

const People = ({ draft, change, errors }: PartProps) => {
  const say = useText();
  const [text, setText] = useState("");
  const { names, nameOf } = usePeople(text);
  const ids = [...new Set([...draft.users, ...names.keys()])];
  return (
    <MultiSelect
      label={say("reports.schedules.users")}
      data={ids.map((id) => ({ value: String(id), label: names.has(id) ? `${nameOf(id)} (${names.get(id)?.mail})` : nameOf(id) }))}
      value={draft.users.map(String)}
      onChange={(chosen) => change({ users: chosen.map(Number) })}
      searchable
      searchValue={text}
      onSearchChange={setText}
      hidePickedOptions
      nothingFoundMessage={say("reports.none.found")}
      error={errors["recipients.users"]}
    />
  );
};

/** Who may not list people can name themselves; those whom somebody else named stay. */
const Me = ({ draft, change, errors }: PartProps) => {
  const say = useText();
  const { user_id, user_name } = useMe();
  const others = draft.users.filter((id) => id !== user_id);
  return (
    <>
      <Checkbox
        label={say("reports.schedules.meToo", { name: user_name })}
        checked={draft.users.includes(user_id)}
        onChange={(event) => change({ users: event.currentTarget.checked ? [...others, user_id] : others })}
        error={errors["recipients.users"]}
      />
      {others.length > 0 && <Text size="sm">{say("reports.schedules.people", { count: others.length })}</Text>}
    </>
  );
};
