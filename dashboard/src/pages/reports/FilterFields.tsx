// The filters that a kind declares, as inputs; where their values are kept is the page's.
import { MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

import { useText } from "@/messages";

import type { Field } from "./kinds";
import { RecordsInput } from "./RecordsInput";
import { useNamed, useOptions } from "./useOptions";
import type { Changes, Value, Values } from "./values";

type Props = { fields: readonly Field[]; values: Values; onChange: (changes: Changes) => void; ofSales?: boolean };

const PAUSE = 400;

export const FilterFields = ({ fields, values, onChange, ofSales = false }: Props) => (
  <>
    {fields.map((field) => (
      <FieldInput key={field.name} field={field} value={values[field.name]} ofSales={ofSales} onChange={(value) => onChange({ [field.name]: value })} />
    ))}
  </>
);

type FieldProps<F extends Field = Field> = { field: F; value: Value | undefined; ofSales: boolean; onChange: (value: Value | null) => void };

const textsOf = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);
const idsOf = (value: Value | undefined): number[] => (Array.isArray(value) ? value.map(Number) : []);

const FieldInput = (props: FieldProps) => {
  const { field, value, onChange } = props;
  const named = useNamed();
  const isOne = field.type === "records" && field.most === 1;
  const label = isOne ? named("filter.one", field.name) : named("filter", field.name);
  switch (field.type) {
    case "records":
      return <RecordsInput of={field.name} label={label} value={idsOf(value)} most={field.most} isRequired={field.isRequired} onChange={onChange} />;
    case "switch":
      return <Switch label={label} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked || null)} />;
    case "number":
      return <Counted {...props} field={field} label={label} />;
    case "many":
      return <Many {...props} field={field} label={label} />;
    case "one":
      return <One {...props} field={field} label={label} />;
  }
};

const Many = ({ field, value, ofSales, onChange, label }: FieldProps<Extract<Field, { type: "many" }>> & { label: string }) => {
  const say = useText();
  const options = useOptions(field, ofSales);
  const chosen = textsOf(value);
  const shared = { label, value: chosen, onChange, maxValues: field.most, required: field.isRequired, clearable: true, placeholder: chosen.length > 0 ? undefined : say(field.isRequired ? "reports.choose" : "filter.any") };
  if (!options) return <TagsInput {...shared} />;
  const unknown = chosen.filter((one) => !options.some((option) => option.value === one)).map((one) => ({ value: one, label: one }));
  return <MultiSelect {...shared} data={[...options, ...unknown]} searchable nothingFoundMessage={say("reports.none.found")} hidePickedOptions />;
};

const One = ({ field, value, ofSales, onChange, label }: FieldProps<Extract<Field, { type: "one" }>> & { label: string }) => {
  const say = useText();
  const named = useNamed();
  const options = useOptions(field, ofSales);
  const given = typeof value === "string" ? value : null;
  if (!options) return <Typed label={label} value={given ?? ""} onChange={onChange} />;
  return (
    <Select
      label={label}
      data={options}
      value={given ?? field.usual}
      onChange={(one) => onChange(one === field.usual ? null : one)}
      placeholder={named("usual", field.name, say("reports.usual"))}
      clearable={field.usual === null}
      allowDeselect={field.usual === null}
      searchable
      nothingFoundMessage={say("reports.none.found")}
    />
  );
};

/** What is typed counts when the typing pauses. */
const Typed = ({ label, value, onChange }: { label: string; value: string; onChange: (value: Value | null) => void }) => {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback((text: string) => onChange(text.trim() || null), PAUSE);
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
};

const Counted = ({ field, value, onChange, label }: FieldProps<Extract<Field, { type: "number" }>> & { label: string }) => {
  const say = useText();
  const [typed, setTyped] = useState<number | string>(typeof value === "number" ? value : "");
  const send = useDebouncedCallback((one: number | string) => onChange(typeof one === "number" ? one : null), PAUSE);
  return (
    <NumberInput
      label={label}
      value={typed}
      min={field.least}
      max={field.most}
      allowDecimal={false}
      clampBehavior="strict"
      thousandSeparator=" "
      placeholder={field.usual === null ? say("filter.any") : String(field.usual)}
      onChange={(one) => {
        setTyped(one);
        send(one);
      }}
    />
  );
};
