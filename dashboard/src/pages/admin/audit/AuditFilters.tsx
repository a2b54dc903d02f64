import { Button, Group, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

import { type MessageId, useSay, useText } from "@/messages";
import { ChoiceFilter, useFilters } from "@/ui/filters";

import { ACTIONS } from "./actions";
import type { Asked } from "./AuditTable";
import { useActionWords, useUsers } from "./words";

const TEXTS = ["entity", "entity_id", "request_id", "address"] as const;
const TYPING = 400;

/** The filters of this address as the API has them. */
export const askedOf = (search: URLSearchParams): Asked => ({
  actor_id: Number(search.get("actor")) || undefined,
  action: search.get("action") ?? undefined,
  from: search.get("from") ?? undefined,
  to: search.get("to") ?? undefined,
  ...Object.fromEntries(TEXTS.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))),
});

export const AuditFilters = () => {
  const say = useText();
  const text = useSay();
  const words = useActionWords();
  const users = useUsers();
  const { change, search } = useFilters();
  const actions = Object.entries(ACTIONS).map(([noun, verbs]) => ({ group: text(`audit.noun.${noun}`), items: verbs.map((verb) => ({ value: `${noun}.${verb}`, label: words(`${noun}.${verb}`) })) }));
  const [from, to] = [search.get("from"), search.get("to")];
  const isFiltered = [...search.keys()].length > 0;
  return (
    <Group align="flex-end" className="no-print">
      <ChoiceFilter name="actor" label={say("admin.actor")} data={users.map((user) => ({ value: String(user.user_id), label: user.user_name }))} />
      <ChoiceFilter name="action" label={say("admin.action")} data={actions} />
      <DatePickerInput type="range" label={say("admin.days")} value={[from, to]} onChange={([first, last]) => change({ from: first, to: last })} allowSingleDateInRange clearable w={240} />
      {TEXTS.map((name) => (
        <TextFilter key={`${name} ${isFiltered}`} name={name} label={`admin.filter.${name}`} />
      ))}
      {isFiltered && (
        <Button variant="default" onClick={() => change(Object.fromEntries([...search.keys()].map((name) => [name, null])))}>
          {say("action.reset")}
        </Button>
      )}
    </Group>
  );
};

/** One filter that is typed, in the address as soon as typing pauses. */
const TextFilter = ({ name, label }: { name: (typeof TEXTS)[number]; label: MessageId }) => {
  const say = useText();
  const { change, search } = useFilters();
  const [text, setText] = useState(search.get(name) ?? "");
  const settle = useDebouncedCallback((value: string) => change({ [name]: value.trim() || null }), TYPING);
  return (
    <TextInput
      label={say(label)}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      w={160}
    />
  );
};
