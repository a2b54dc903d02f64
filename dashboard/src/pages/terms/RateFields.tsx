import { ActionIcon, Button, Checkbox, Group, Select, SimpleGrid, Stack } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { type MessageId, useText } from "@/messages";
import { AmountInput, MoneyInput } from "@/pages/finance/inputs";

import type { Change, Refused } from "./ComponentCard";
import { type Basis, CONVENTIONS, PERIODS } from "./data";
import { type ComponentDraft, newTier } from "./draft";

type Props = { component: ComponentDraft; onChange: Change; refused: Refused };

const RATE: Record<Exclude<Basis, "fixed_fee">, MessageId> = { revenue_share: "terms.edit.rate.share", per_click: "terms.edit.rate.click", per_order: "terms.edit.rate.order" };

/** One rate, or rates by what was reached. */
export const RateFields = ({ component, onChange, refused }: Props) => {
  const say = useText();
  const isTiered = component.tiers.length > 0;
  if (component.basis === "fixed_fee") return null;
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        {!isTiered && <AmountInput label={say(RATE[component.basis])} value={component.rate} onChange={(rate) => onChange({ rate })} error={refused?.rate} required w={220} />}
        <Checkbox label={say("terms.edit.tiered")} checked={isTiered} onChange={(event) => onChange({ tiers: event.currentTarget.checked ? [{ ...newTier("0"), rate: component.rate }, newTier()] : [] })} mb={8} />
      </Group>
      {isTiered && <Tiers component={component} onChange={onChange} refused={refused} />}
      {isTiered && <Counting component={component} onChange={onChange} />}
    </Stack>
  );
};

const Tiers = ({ component, onChange, refused }: Props) => {
  const say = useText();
  const { tiers } = component;
  const put = (index: number, changes: Partial<(typeof tiers)[number]>) => onChange({ tiers: tiers.map((tier, at) => (at === index ? { ...tier, ...changes } : tier)) });
  return (
    <Stack gap="xs">
      {tiers.map((tier, index) => (
        <Group key={tier.id} align="flex-end" gap="xs" wrap="nowrap">
          <MoneyInput label={say("terms.edit.tier.from", { number: index + 1 })} value={tier.from} onChange={(from) => put(index, { from })} error={refused?.[`tiers/${index}/from`]} readOnly={index === 0} w={170} />
          <AmountInput label={say("terms.edit.tier.rate", { number: index + 1 })} value={tier.rate} onChange={(rate) => put(index, { rate })} error={refused?.[`tiers/${index}/rate`]} rightSection={component.basis === "revenue_share" ? "%" : undefined} w={150} />
          {tiers.length > 1 && index > 0 && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={say("terms.edit.tier.remove", { number: index + 1 })} onClick={() => onChange({ tiers: tiers.filter(({ id }) => id !== tier.id) })}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange({ tiers: [...tiers, newTier()] })}>
          {say("terms.edit.tier.add")}
        </Button>
      </Group>
    </Stack>
  );
};

/** How tiers count, and when their totals begin anew. */
const Counting = ({ component, onChange }: Pick<Props, "component" | "onChange">) => {
  const say = useText();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={say("terms.convention")}
        description={say("terms.convention.example")}
        data={CONVENTIONS.map((value) => ({ value, label: say(`terms.convention.${value}`) }))}
        value={component.convention}
        onChange={(convention) => onChange({ convention: convention ?? "marginal" })}
        allowDeselect={false}
        inputWrapperOrder={["label", "input", "description"]}
      />
      <Select
        label={say("terms.edit.tier.period")}
        data={PERIODS.map((value) => ({ value, label: say(`terms.period.${value}`) }))}
        value={component.period}
        onChange={(period) => onChange({ period: period ?? "campaign" })}
        allowDeselect={false}
      />
    </SimpleGrid>
  );
};
