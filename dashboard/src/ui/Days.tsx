import { DatePickerInput } from "@mantine/dates";

type Props = { label: string; from: string | undefined; to: string | undefined; onChange: (days: { from: string; to: string }) => void };

/** Two days and those between them; a script of its own, for whoever chooses days freely. */
const Days = ({ label, from, to, onChange }: Props) => (
  <DatePickerInput type="range" label={label} value={[from ?? null, to ?? null]} onChange={([first, last]) => first && last && onChange({ from: first, to: last })} w={250} />
);

export default Days;
