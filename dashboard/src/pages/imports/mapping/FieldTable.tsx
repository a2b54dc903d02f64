import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";

import { FieldOptions } from "./FieldOptions";
import { FieldRow } from "./FieldRow";
import { type Mapping, withField } from "./mapping";
import { fieldsBeside, isRequired, ownFields } from "./targets";

type Props = { mapping: Mapping; columns: readonly string[]; onChange: (mapping: Mapping) => void };

/** Every field of a row of its own, and those of records beside that are declared. */
export const FieldTable = ({ mapping, columns, onChange }: Props) => {
  const say = useText();
  const [opened, setOpened] = useState<string | null>(null);
  const { target } = mapping;
  const beside = Object.keys(mapping.fields).filter((name) => !ownFields(target).includes(name));
  const names = [...ownFields(target), ...beside];
  return (
    <Stack gap="sm">
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": say("imports.fields") } }}>
        <Table aria-label={say("imports.fields")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={190}>{say("imports.field")}</Table.Th>
              <Table.Th w={190}>{say("imports.origin")}</Table.Th>
              <Table.Th>{say("imports.from")}</Table.Th>
              <Table.Th w={120}>{say("imports.options")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => (
              <FieldRow key={name} name={name} required={isRequired(target, name)} field={mapping.fields[name]} columns={columns} onChange={(field) => onChange(withField(mapping, name, field))} onOptions={() => setOpened(name)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        {say("imports.required")}
      </Text>
      <AddField choices={fieldsBeside(target).filter((name) => !beside.includes(name))} onAdd={(name) => onChange(withField(mapping, name, { column: name }))} />
      {opened && mapping.fields[opened] && <FieldOptions name={opened} mapping={mapping} columns={columns} onChange={onChange} onClose={() => setOpened(null)} />}
    </Stack>
  );
};

/** A record that a row refers to and that is not there yet can be made of fields of its own. */
const AddField = ({ choices, onAdd }: { choices: readonly string[]; onAdd: (name: string) => void }) => {
  const say = useText();
  const [name, setName] = useState<string | null>(null);
  if (choices.length === 0) return null;
  return (
    <Group align="flex-end">
      <Select label={say("imports.beside")} description={say("imports.beside.hint")} data={[...choices]} value={name} onChange={setName} searchable clearable w={320} maw="100%" />
      <Button
        variant="default"
        disabled={!name}
        onClick={() => {
          if (name) onAdd(name);
          setName(null);
        }}
      >
        {say("imports.beside.add")}
      </Button>
    </Group>
  );
};
