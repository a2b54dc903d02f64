import { Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

import { useText } from "@/messages";

import { CapFields } from "./CapFields";
import { ComponentCard } from "./ComponentCard";
import { BASES } from "./data";
import { type ComponentDraft, newComponent, type RulesDraft } from "./draft";
import type { Refusals } from "./refusals";

type Props = { draft: RulesDraft; onChange: (changes: Partial<RulesDraft>) => void; refusals: Refusals };

/** Components from top to bottom, in the order in which they are read, and the cap on all of them. */
export const ComponentsEditor = ({ draft, onChange, refusals }: Props) => {
  const say = useText();
  const { components } = draft;
  const put = (next: ComponentDraft[]) => onChange({ components: next });
  return (
    <Stack>
      {components.length === 0 && <Text size="sm">{say("terms.edit.none")}</Text>}
      {components.map((component, index) => (
        <ComponentCard
          key={component.id}
          component={component}
          number={index + 1}
          refused={refusals.components.get(index)}
          onChange={(changes) => put(components.map((one) => (one.id === component.id ? { ...one, ...changes } : one)))}
          onRemove={() => put(components.filter(({ id }) => id !== component.id))}
          onUp={index > 0 ? () => put(swapped(components, index)) : undefined}
          onDown={index < components.length - 1 ? () => put(swapped(components, index + 1)) : undefined}
        />
      ))}
      <Group justify="space-between" align="flex-start">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />}>
              {say("terms.edit.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {BASES.map((basis) => (
              <Menu.Item key={basis} onClick={() => put([...components, newComponent(basis)])}>
                {say(`terms.basis.${basis}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {components.length > 0 && <CapFields label={say("terms.edit.cap.all")} cap={draft.cap} onChange={(cap) => onChange({ cap })} />}
    </Stack>
  );
};

/** The component at this place and the one before it change places. */
const swapped = (components: readonly ComponentDraft[], at: number): ComponentDraft[] => {
  const next = [...components];
  const [one, other] = [next[at - 1], next[at]];
  if (one && other) next.splice(at - 1, 2, other, one);
  return next;
};
