import { Box, Group, Text } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { barOf } from "./bar";
import type { Spending } from "./data";

// Told apart by pattern as well as by colour.
const FILLS = {
  paid: "#0072b2",
  incurred: "#56b4e9",
  committed: "repeating-linear-gradient(45deg, #e69f00 0 4px, light-dark(#fbe3b3, #6b4a00) 4px 8px)",
} as const;
const STEPS = ["paid", "incurred", "committed"] as const;

type Props = { of: Pick<Spending, "paid" | "incurred" | "committed">; limit: string | null; height?: number; name: string };

/** What is paid, incurred and committed of a limit; the line marks the limit where it is passed. */
export const SpendBar = ({ of, limit, height = 12, name }: Props) => {
  const say = useText();
  const formats = useFormats();
  const bar = barOf(of, limit);
  const told = { name, paid: formats.money(of.paid), incurred: formats.money(of.incurred), committed: formats.money(of.committed), limit: limit === null ? say("word.none") : formats.money(limit) };
  return (
    <Box role="img" aria-label={say("budgets.bar", told)} miw={110} pos="relative" h={height} bg="var(--mantine-color-default-border)" style={{ borderRadius: height / 2, overflow: "hidden", display: "flex" }}>
      {bar.parts.map(({ step, length }) => (
        <Box key={step} h={height} w={`${100 * length}%`} style={{ background: FILLS[step], borderRight: "1px solid var(--mantine-color-body)" }} />
      ))}
      {bar.limit !== null && <Box pos="absolute" top={0} h={height} w={3} bg="var(--mantine-color-text)" left={`calc(${100 * bar.limit}% - 2px)`} />}
    </Box>
  );
};

export const BarLegend = () => {
  const say = useText();
  return (
    <Group gap="md" aria-hidden>
      {STEPS.map((step) => (
        <Group key={step} gap={6} wrap="nowrap">
          <Box w={18} h={12} style={{ background: FILLS[step], borderRadius: 3 }} />
          <Text size="xs">{say(`budgets.${step}`)}</Text>
        </Group>
      ))}
      <Group gap={6} wrap="nowrap">
        <Box w={3} h={12} bg="var(--mantine-color-text)" />
        <Text size="xs">{say("budgets.limit")}</Text>
      </Group>
    </Group>
  );
};
