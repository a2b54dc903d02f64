import { Checkbox, Group, Select } from "@mantine/core";

import { useText } from "@/messages";
import { MoneyInput } from "@/pages/finance/inputs";

import { PERIODS } from "./data";
import type { CapDraft } from "./draft";

type Props = { label: string; cap: CapDraft; onChange: (cap: CapDraft) => void; error?: string };

/** No more than so much in each period. */
export const CapFields = ({ label, cap, onChange, error }: Props) => {
  const say = useText();
  return (
    <Group align="flex-end" gap="sm" mih={36}>
      <Checkbox label={label} checked={cap !== null} onChange={(event) => onChange(event.currentTarget.checked ? { amount: "", period: "month" } : null)} mb={cap ? 8 : 0} />
      {cap && (
        <>
          <MoneyInput label={say("terms.edit.cap.amount")} value={cap.amount} onChange={(amount) => onChange({ ...cap, amount })} error={error} required w={130} />
          <Select
            label={say("terms.edit.cap.period")}
            data={PERIODS.map((value) => ({ value, label: say(`terms.period.${value}`) }))}
            value={cap.period}
            onChange={(period) => onChange({ ...cap, period: period ?? "month" })}
            allowDeselect={false}
            w={160}
          />
        </>
      )}
    </Group>
  );
};
