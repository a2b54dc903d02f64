import { TextInput, type TextInputProps } from "@mantine/core";

type Props = Omit<TextInputProps, "value" | "onChange"> & { value: string; onChange: (typed: string) => void };

/** An amount or a rate: text, since money is exact; a comma or a point before the decimals. */
export const AmountInput = ({ value, onChange, ...props }: Props) => (
  <TextInput {...props} value={value} onChange={(event) => onChange(event.currentTarget.value)} inputMode="decimal" autoComplete="off" styles={{ input: { fontVariantNumeric: "tabular-nums" } }} />
);
