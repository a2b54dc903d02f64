import { Badge } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import type { Standing as Word, Term } from "./data";

const COLOURS: Record<Word, string> = { ahead: "blue", in_force: "teal", over: "gray" };

/** The state as a word; the dot's colour only helps to find it again. */
export const Standing = ({ standing }: { standing: Word }) => (
  <Badge variant="dot" color={COLOURS[standing]} tt="none" fw={500} miw="max-content">
    {useText()(`terms.standing.${standing}`)}
  </Badge>
);

export const useValidity = (): ((term: Pick<Term, "valid_from" | "valid_to">) => string) => {
  const say = useText();
  const formats = useFormats();
  return ({ valid_from, valid_to }) =>
    valid_to === null ? say("terms.valid.open", { from: formats.day(valid_from) }) : say("terms.valid.range", { from: formats.day(valid_from), to: formats.day(valid_to) });
};
