import { SimpleGrid, Text, UnstyledButton } from "@mantine/core";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";

import { type Answer, WORDS } from "./data";
import { WordIcon } from "./WordBadge";

/** How many there are of each recommendation; one of them narrows the list to it. */
export const Words = ({ counts }: { counts: Answer["recommendations"] }) => {
  const say = useText();
  const formats = useFormats();
  const { change, search } = useFilters();
  const chosen = search.getAll("recommendation");
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} role="group" aria-label={say("profitability.word")}>
      {WORDS.map((word) => {
        const isChosen = chosen.includes(word);
        return (
          <UnstyledButton
            key={word}
            p="md"
            aria-pressed={isChosen}
            onClick={() => change({ recommendation: isChosen ? null : word })}
            bd={isChosen ? "2px solid var(--mantine-primary-color-filled)" : "1px solid var(--mantine-color-default-border)"}
            style={{ borderRadius: "var(--mantine-radius-md)" }}
          >
            <Text size="sm" component="span" display="flex" style={{ gap: 6, alignItems: "center" }}>
              <WordIcon word={word} /> {say(`profitability.word.${word}`)}
            </Text>
            <Text fz={26} fw={650} component="span" display="block" style={{ fontVariantNumeric: "tabular-nums" }}>
              {formats.count(counts[word] ?? 0)}
            </Text>
            <Text size="xs" c="dimmed" component="span" display="block">
              {say(`profitability.word.${word}.about`)}
            </Text>
          </UnstyledButton>
        );
      })}
    </SimpleGrid>
  );
};
