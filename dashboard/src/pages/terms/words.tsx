// Rules in words: what is paid for, how much, of what, and up to where.
import { List, Stack, Text } from "@mantine/core";

import { type Say, useText } from "@/messages";
import { type Formats, useFormats } from "@/ui/formats";

import type { Cap, Component, Rules } from "./data";

type Rated = Exclude<Component, { basis: "fixed_fee" }>;

const rateOf = (basis: Component["basis"], rate: string, formats: Formats): string => (basis === "revenue_share" ? formats.rateOfRevenue(rate) : formats.rateOfCount(rate));

/** The main sentence of a component: "8 % of net revenue", "€250.00 on Dec 1, 2026". */
export const headOf = (component: Component, say: Say, formats: Formats): string => {
  if (component.basis === "fixed_fee") {
    const amount = formats.money(component.amount);
    return component.deliverable ? say("terms.says.deliverable", { amount, deliverable: component.deliverable }) : say("terms.says.day", { amount, day: formats.day(component.due_on) });
  }
  if (component.tiers) {
    const [first, last] = [component.tiers[0], component.tiers.at(-1)].map((tier) => (tier ? rateOf(component.basis, tier.rate, formats) : ""));
    return say(`terms.says.${component.basis}.tiers`, { first, last });
  }
  return say(`terms.says.${component.basis}`, { rate: rateOf(component.basis, component.rate ?? "", formats) });
};

export const capText = (cap: Cap, say: Say, formats: Formats): string => say(`terms.says.cap.${cap.period}`, { amount: formats.money(cap.amount) });

const tiersOf = (component: Rated, say: Say, formats: Formats): string[] => {
  if (!component.tiers) return [];
  const isRevenue = component.basis === "revenue_share";
  const lines = component.tiers.map(({ from, rate }) => say("terms.says.tier", { from: isRevenue ? formats.money(from) : formats.count(from), rate: rateOf(component.basis, rate, formats) }));
  return [...lines, `${say(`terms.convention.${component.tier_convention ?? "marginal"}`)}; ${say(`terms.says.counted.${component.tier_period ?? "campaign"}`)}`];
};

/** What narrows a component down. */
export const detailsOf = (component: Component, say: Say, formats: Formats): string[] => {
  if (component.basis === "fixed_fee") return [];
  const details = tiersOf(component, say, formats);
  if (component.basis !== "per_click") {
    if (component.customers === "first" || component.customers === "repeat") details.push(say(`terms.customers.${component.customers}`));
    if (component.categories) details.push(say("terms.says.categories", { categories: component.categories.join(", ") }));
  }
  if (component.cap) details.push(capText(component.cap, say, formats));
  return details;
};

export const ComponentWords = ({ component }: { component: Component }) => {
  const say = useText();
  const formats = useFormats();
  const details = detailsOf(component, say, formats);
  return (
    <div>
      <Text size="sm" fw={600}>
        {headOf(component, say, formats)}
      </Text>
      {details.length > 0 && (
        <List size="sm" c="dimmed">
          {details.map((detail) => (
            <List.Item key={detail}>{detail}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
};

/** All that is agreed; that nothing is (any more) is said, too. */
export const RulesWords = ({ rules }: { rules: Rules }) => {
  const say = useText();
  const formats = useFormats();
  if (rules.components.length === 0) return <Text size="sm">{say("terms.ended")}</Text>;
  return (
    <Stack gap="sm">
      <List type="ordered" spacing="xs">
        {rules.components.map((component, index) => (
          <List.Item key={index}>
            <ComponentWords component={component} />
          </List.Item>
        ))}
      </List>
      {rules.cap && <Text size="sm">{say("terms.says.cap.all", { cap: capText(rules.cap, say, formats) })}</Text>}
    </Stack>
  );
};
