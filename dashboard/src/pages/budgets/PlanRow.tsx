import { ActionIcon, Group, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

import { useText } from "@/messages";
import { MoneyInput } from "@/pages/finance/inputs";
import { useFormats } from "@/ui/formats";

import { type Category, categoryName } from "./data";
import { faultOf, type Row } from "./plan";

type Props = { row: Row; rows: readonly Row[]; spent: Category | undefined; onChange: (changes: Partial<Row>) => void; onRemove: () => void };

/** One cost category and what is planned for it, beside what is committed already. */
export const PlanRow = ({ row, rows, spent, onChange, onRemove }: Props) => {
  const say = useText();
  const formats = useFormats();
  const fault = faultOf(row, rows);
  const error = fault ? say(`budgets.edit.fault.${fault}`) : undefined;
  const name = row.isKnown ? categoryName(row.category, say) : row.category;
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      {row.isKnown ? (
        <MoneyInput label={name} description={say("budgets.edit.spent", { committed: formats.money(spent?.committed ?? "0.00") })} value={row.planned} onChange={(planned) => onChange({ planned })} error={error} placeholder={say("budgets.planned.not")} flex={1} maw={360} />
      ) : (
        <>
          <TextInput label={say("budgets.category")} value={row.category} onChange={(event) => onChange({ category: event.currentTarget.value })} error={fault === "amount" ? undefined : error} maxLength={100} required flex={1} miw={0} maw={240} />
          <MoneyInput label={say("budgets.planned")} value={row.planned} onChange={(planned) => onChange({ planned })} error={fault === "amount" ? error : undefined} w={120} />
          <ActionIcon variant="subtle" color="gray" size="lg" mt={24} onClick={onRemove} aria-label={say("budgets.edit.remove", { name })}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </>
      )}
    </Group>
  );
};
