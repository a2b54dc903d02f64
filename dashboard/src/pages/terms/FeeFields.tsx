import { Group, Input, SegmentedControl, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";

import { useText } from "@/messages";
import { MoneyInput } from "@/pages/finance/inputs";

import type { Change, Refused } from "./ComponentCard";
import type { ComponentDraft } from "./draft";

const DUES = ["day", "deliverable"] as const;

/** A sum that is earned once: on a day, or when something is delivered. */
export const FeeFields = ({ component, onChange, refused }: { component: ComponentDraft; onChange: Change; refused: Refused }) => {
  const say = useText();
  return (
    <Group align="flex-end" gap="sm">
      <MoneyInput label={say("word.amount")} value={component.amount} onChange={(amount) => onChange({ amount })} error={refused?.amount} required w={130} />
      <Input.Wrapper label={say("terms.edit.due")} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={say("terms.edit.due")}
            data={DUES.map((value) => ({ value, label: say(`terms.edit.due.${value}`) }))}
            value={component.due}
            onChange={(due) => onChange({ due: DUES.find((one) => one === due) ?? "day" })}
          />
        </div>
      </Input.Wrapper>
      {component.due === "day" ? (
        <DatePickerInput label={say("terms.edit.due_on")} value={component.due_on} onChange={(due_on) => onChange({ due_on })} error={refused?.due_on} required flex={1} miw={160} />
      ) : (
        <TextInput label={say("terms.edit.deliverable")} value={component.deliverable} onChange={(event) => onChange({ deliverable: event.currentTarget.value })} error={refused?.deliverable} maxLength={100} required flex={1} miw={160} />
      )}
    </Group>
  );
};
