import { Autocomplete, Button, Group, Modal, Select, Stack, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";

import { useText } from "@/messages";

import { columnOf, columnText, type FieldMapping, type Mapping, withField } from "./mapping";
import { FITTING, isLookedUp, kindOf } from "./targets";
import { pairsOf, textOfPairs } from "./values";

const MISSING = ["create", "reject", "none"] as const;
type Props = { name: string; mapping: Mapping; columns: readonly string[]; onChange: (mapping: Mapping) => void; onClose: () => void };
type Part = { name: string; field: FieldMapping; change: (changes: Partial<FieldMapping>) => void };

/** How a field's text becomes a value: only what can be said of a field of its kind. */
export const FieldOptions = ({ name, mapping, columns, onChange, onClose }: Props) => {
  const say = useText();
  const field = mapping.fields[name] ?? {};
  const kind = kindOf(name);
  // What is the default anyway is not written down.
  const change = (changes: Partial<FieldMapping>) =>
    onChange(withField(mapping, name, Object.fromEntries(Object.entries({ ...field, ...changes }).filter(([, value]) => value !== null && value !== undefined && value !== false))));
  const part = { name, field, change };
  return (
    <Modal opened onClose={onClose} title={say("imports.options.of", { field: name })} closeButtonProps={{ "aria-label": say("action.close") }}>
      <Stack>
        {FITTING[kind].length > 1 && <Select label={say("imports.type")} data={[...FITTING[kind]]} value={field.type ?? null} placeholder={FITTING[kind][0]} onChange={(value) => change({ type: FITTING[kind].find((type) => type === value) })} clearable />}
        {kind === "date" && <TagsInput label={say("imports.formats")} description={say("imports.formats.hint")} placeholder="%d.%m.%Y" value={field.formats ?? []} onChange={(formats) => change({ formats: formats.length > 0 ? formats : undefined })} />}
        {["integer", "money", "ratio"].includes(kind) && <Switch label={say("imports.decimalComma")} checked={field.decimal_comma ?? false} onChange={(event) => change({ decimal_comma: event.currentTarget.checked })} />}
        {kind === "text" && <Switch label={say("imports.truncate")} checked={field.truncate ?? false} onChange={(event) => change({ truncate: event.currentTarget.checked })} />}
        {mapping.target === "orders" && name === "external_ref" && <Switch label={say("imports.numbered")} checked={field.numbered ?? false} onChange={(event) => change({ numbered: event.currentTarget.checked })} />}
        {isLookedUp(name) && <Lookup {...part} />}
        <TextInput label={say("imports.default")} description={say("imports.default.hint")} value={field.default ?? ""} onChange={(event) => change({ default: event.currentTarget.value || undefined })} />
        <Values {...part} />
        {field.expression === undefined && <Autocomplete label={say("imports.agrees")} description={say("imports.agrees.hint")} data={[...columns]} value={field.agrees_with ? columnText(field.agrees_with) : ""} onChange={(text) => change({ agrees_with: text ? columnOf(text) : undefined })} />}
        <Group justify="flex-end">
          <Button onClick={onClose}>{say("action.close")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** What happens where the record that a field names is not there. */
const Lookup = ({ name, field, change }: Part) => {
  const say = useText();
  const may = name === "order" ? ["reject" as const] : MISSING;
  return (
    <>
      <Select
        label={say("imports.lookup.missing")}
        data={may.map((value) => ({ value, label: say(`imports.lookup.${value}`) }))}
        value={field.lookup?.missing ?? (name === "order" ? "reject" : "create")}
        onChange={(value) => change({ lookup: { ...field.lookup, missing: MISSING.find((one) => one === value) } })}
        allowDeselect={false}
      />
      <TextInput label={say("imports.lookup.namespace")} description={say("imports.lookup.namespace.hint")} value={field.lookup?.namespace ?? ""} onChange={(event) => change({ lookup: { ...field.lookup, namespace: event.currentTarget.value || null } })} />
    </>
  );
};

/** Values for texts, one on each line. */
const Values = ({ field, change }: Part) => {
  const say = useText();
  const hasValues = Object.keys(field.values ?? {}).length > 0;
  return (
    <>
      <Textarea
        label={say("imports.values")}
        description={say("imports.values.hint")}
        autosize
        minRows={2}
        maxRows={8}
        defaultValue={textOfPairs(field.values ?? {})}
        onBlur={(event) => {
          const values = pairsOf(event.currentTarget.value);
          change({ values: Object.keys(values).length > 0 ? values : undefined });
        }}
      />
      {hasValues && <Switch label={say("imports.values.others")} checked={field.other_values === "reject"} onChange={(event) => change({ other_values: event.currentTarget.checked ? "reject" : undefined })} />}
    </>
  );
};
