import { TextInput, type TextInputProps } from "@mantine/core";

import { moneyOf } from "./amounts";

type Props = Omit<TextInputProps, "value" | "onChange"> & { value: string; onChange: (typed: string) => void };

/** A rate, or whatever else has decimals: text, since money is exact; a comma or a point before the decimals. */
export const AmountInput = ({ value, onChange, ...props }: Props) => (
  <TextInput {...props} value={value} onChange={(event) => onChange(event.currentTarget.value)} inputMode="decimal" autoComplete="off" styles={{ input: { fontVariantNumeric: "tabular-nums" } }} />
);

/** Money, typed or pasted in anybody's way; when it is left it shows what was understood. */
export const MoneyInput = ({ value, onChange, ...props }: Props) => <AmountInput {...props} value={value} onChange={onChange} onBlur={() => moneyOf(value) !== value && onChange(moneyOf(value))} />;
