import { Group, Text } from "@mantine/core";
import { IconCircleCheck, IconEye, IconHandStop, IconHelpCircle } from "@tabler/icons-react";

import { useText } from "@/messages";

import type { Word } from "./data";

const ICONS = { continue: IconCircleCheck, watch: IconEye, stop: IconHandStop, not_enough_data: IconHelpCircle } as const;
const INKS: Record<Word, string> = {
  continue: "light-dark(#08705a, #63e6be)",
  watch: "light-dark(#8a5a00, #ffd43b)",
  stop: "light-dark(#b42318, #ffa8a8)",
  not_enough_data: "var(--mantine-color-dimmed)",
};

export const WordIcon = ({ word }: { word: Word }) => {
  const Icon = ICONS[word];
  return <Icon size={18} aria-hidden style={{ color: INKS[word], flex: "none" }} />;
};

/** A recommendation as a word with a sign of its own. */
export const WordBadge = ({ word }: { word: Word }) => (
  <Group gap={6} wrap="nowrap" style={{ color: INKS[word] }}>
    <WordIcon word={word} />
    <Text span inherit fw={600} style={{ whiteSpace: "nowrap" }}>
      {useText()(`profitability.word.${word}`)}
    </Text>
  </Group>
);
