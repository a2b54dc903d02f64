import { Select, SimpleGrid } from "@mantine/core";

import { useText } from "@/messages";

import { type Columns, DELIMITERS, type Delimiter, FIELDS } from "./statement";

export type Reading = { delimiter: Delimiter; decimal: "." | ","; columns: Columns };
type Props = { reading: Reading; heading: readonly string[]; onChange: (reading: Reading) => void; onDelimiter: (delimiter: Delimiter) => void };

const REQUIRED = new Set<keyof Columns>(["end_to_end_id", "amount"]);
const NAMES: Record<Delimiter, "comma" | "semicolon" | "tab" | "bar"> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

/** How a CSV is to be read: what parts its cells, and which column is which. */
export const CsvOptions = ({ reading, heading, onChange, onDelimiter }: Props) => {
  const say = useText();
  const delimiters = DELIMITERS.map((value) => ({ value: value as string, label: say(`statement.delimiter.${NAMES[value]}`) }));
  const decimals = ([".", ","] as const).map((value) => ({ value: value as string, label: say(value === "." ? "statement.decimal.point" : "statement.decimal.comma") }));
  const pickDelimiter = (value: string | null) => {
    const delimiter = DELIMITERS.find((one) => one === value);
    if (delimiter) onDelimiter(delimiter);
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} style={{ alignItems: "end" }}>
      <Select label={say("statement.delimiter")} data={delimiters} value={reading.delimiter} onChange={pickDelimiter} allowDeselect={false} />
      <Select label={say("statement.decimal")} data={decimals} value={reading.decimal} onChange={(value) => onChange({ ...reading, decimal: value === "," ? "," : "." })} allowDeselect={false} />
      {FIELDS.map((field) => {
        const isRequired = REQUIRED.has(field);
        return (
          <Select
            key={field}
            label={say(`statement.column.${field}`)}
            description={field === "outcome" ? say("statement.column.outcome.hint") : undefined}
            data={[...heading]}
            value={reading.columns[field] || null}
            onChange={(name) => onChange({ ...reading, columns: { ...reading.columns, [field]: name ?? (isRequired ? "" : null) } })}
            clearable={!isRequired}
            required={isRequired}
            placeholder={isRequired ? undefined : say("word.none")}
          />
        );
      })}
    </SimpleGrid>
  );
};
