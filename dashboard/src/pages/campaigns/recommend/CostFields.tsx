import { Button, Collapse, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";

import { useText } from "@/messages";

import type { Named } from "../Finder";
import type { Costs } from "./plan";

type Props = { set: readonly Named[]; costs: Costs; onChange: (costs: Costs) => void };

/** What each influencer of the set asks for, where that is known. */
export const CostFields = ({ set, costs, onChange }: Props) => {
  const say = useText();
  const [isOpen, { toggle }] = useDisclosure();
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={isOpen}>
        {say("campaigns.whatIf.costs")}
      </Button>
      <Collapse expanded={isOpen}>
        <Text size="xs" c="dimmed" my="xs">
          {say("campaigns.whatIf.costs.about")}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="xs">
          {set.map(({ value, label }) => (
            <TextInput key={value} label={label} inputMode="decimal" value={costs[value] ?? ""} onChange={(event) => onChange({ ...costs, [value]: event.currentTarget.value })} />
          ))}
        </SimpleGrid>
      </Collapse>
    </div>
  );
};
