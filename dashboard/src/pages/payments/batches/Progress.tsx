import { Progress as Bar, Text } from "@mantine/core";

import { useText } from "@/messages";

import type { Batch } from "../data";

const PARTS = ["paid", "failed", "withdrawn", "waiting"] as const;
const COLOURS: Record<(typeof PARTS)[number], string> = { paid: "teal", failed: "red", withdrawn: "gray", waiting: "violet" };

/** How much of a batch the bank has told of: in words, and as a bar that needs none. */
export const Progress = ({ batch }: { batch: Batch }) => {
  const say = useText();
  const parts = PARTS.filter((part) => batch[part] > 0);
  return (
    <>
      <Text size="sm">{parts.map((part) => say(`batches.part.${part}`, { count: batch[part] })).join(", ")}</Text>
      <Bar.Root size="xs" mt={4} maw={320} aria-hidden>
        {parts.map((part) => (
          <Bar.Section key={part} value={(batch[part] / batch.payments) * 100} color={COLOURS[part]} />
        ))}
      </Bar.Root>
    </>
  );
};
