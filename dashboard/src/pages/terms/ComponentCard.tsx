import { ActionIcon, Fieldset, Group, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";

import { useText } from "@/messages";

import { CapFields } from "./CapFields";
import type { ComponentDraft } from "./draft";
import { FeeFields } from "./FeeFields";
import { FitFields } from "./FitFields";
import { RateFields } from "./RateFields";

export type Change = (changes: Partial<ComponentDraft>) => void;
export type Refused = Readonly<Record<string, string>> | undefined;
type Props = { component: ComponentDraft; number: number; refused: Refused; onChange: Change; onRemove: () => void; onUp?: () => void; onDown?: () => void };

export const ComponentCard = ({ component, number, refused, onChange, onRemove, onUp, onDown }: Props) => {
  const say = useText();
  const title = say("terms.edit.component", { number, basis: say(`terms.basis.${component.basis}`) });
  const isRated = component.basis !== "fixed_fee";
  return (
    <Fieldset legend={title} p="sm">
      <Stack gap="sm">
        {isRated ? <RateFields component={component} onChange={onChange} refused={refused} /> : <FeeFields component={component} onChange={onChange} refused={refused} />}
        {isRated && component.basis !== "per_click" && <FitFields component={component} onChange={onChange} />}
        {isRated && <CapFields label={say("terms.edit.cap.has")} cap={component.cap} onChange={(cap) => onChange({ cap })} error={refused?.["cap/amount"]} />}
        {refused?.[""] && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {refused[""]}
          </Text>
        )}
        <Group gap={4} justify="flex-end">
          <Step label={say("terms.edit.up", { number })} onClick={onUp}>
            <IconArrowUp size={18} aria-hidden />
          </Step>
          <Step label={say("terms.edit.down", { number })} onClick={onDown}>
            <IconArrowDown size={18} aria-hidden />
          </Step>
          <Step label={say("terms.edit.remove", { number })} onClick={onRemove}>
            <IconTrash size={18} aria-hidden />
          </Step>
        </Group>
      </Stack>
    </Fieldset>
  );
};

const Step = ({ label, onClick, children }: { label: string; onClick?: () => void; children: React.ReactNode }) => (
  <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} title={label} onClick={onClick} disabled={!onClick}>
    {children}
  </ActionIcon>
);
