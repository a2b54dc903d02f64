import { Autocomplete, Button, Select, Table, TagsInput, Text, TextInput } from "@mantine/core";

import { useText } from "@/messages";

import { columnText, type FieldMapping, madeOf, optionCount, type Origin, originOf, ORIGINS, sourceText } from "./mapping";

type Props = {
  name: string;
  required: boolean;
  field: FieldMapping | undefined;
  columns: readonly string[];
  onChange: (field: FieldMapping | undefined) => void;
  onOptions: () => void;
};

/** One field: where its text comes from. */
export const FieldRow = ({ name, required, field, columns, onChange, onOptions }: Props) => {
  const say = useText();
  const origin = originOf(field);
  const options = optionCount(field) > 0 ? say("imports.options.count", { count: optionCount(field) }) : say("imports.options");
  const choose = (value: string | null) => {
    const next = ORIGINS.find((one) => one === value);
    onChange(next ? madeOf(field, next, next === "first_of" ? [sourceText(field)].filter(Boolean) : next === "column" ? name : "") : undefined);
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text span size="sm" fw={required ? 650 : undefined}>
          {name}
          {required && " *"}
        </Text>
      </Table.Td>
      <Table.Td>
        <Select aria-label={say("imports.origin.of", { field: name })} data={ORIGINS.map((value) => ({ value, label: say(`imports.origin.${value}`) }))} value={origin} placeholder={say("imports.origin.none")} onChange={choose} clearable={!required} error={required && !origin && say("imports.origin.needed")} />
      </Table.Td>
      <Table.Td>{origin && <From name={name} origin={origin} field={field} columns={columns} onChange={onChange} />}</Table.Td>
      <Table.Td>
        {origin && (
          <Button size="compact-sm" variant="default" onClick={onOptions} aria-label={`${options}: ${name}`}>
            {options}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
};

type FromProps = Pick<Props, "name" | "field" | "columns" | "onChange"> & { origin: Origin };

const From = ({ name, origin, field, columns, onChange }: FromProps) => {
  const say = useText();
  const label = say("imports.from.of", { field: name });
  const set = (text: string | readonly string[]) => onChange(madeOf(field, origin, text));
  if (origin === "column") return <Autocomplete aria-label={label} data={[...columns]} value={sourceText(field)} onChange={set} error={isMissing(columns, field) && say("imports.column.missing")} />;
  if (origin === "first_of") return <TagsInput aria-label={label} data={[...columns]} value={(field?.first_of ?? []).map(columnText)} onChange={set} />;
  return <TextInput aria-label={label} value={sourceText(field)} placeholder={HINTS[origin]} onChange={(event) => set(event.currentTarget.value)} ff={origin === "constant" ? undefined : "monospace"} />;
};

const HINTS: Partial<Record<Origin, string>> = { template: "{InvoiceNo}/{StockCode}", expression: "{likes} + {comments}" };

/** Headers match whatever their case, blanks and line breaks. */
const normal = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();
const isMissing = (columns: readonly string[], field: FieldMapping | undefined): boolean =>
  columns.length > 0 && !columns.some((column) => normal(column) === normal(sourceText(field)));
