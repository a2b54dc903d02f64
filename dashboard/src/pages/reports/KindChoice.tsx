import { Select } from "@mantine/core";

import { useText } from "@/messages";

import type { Kind } from "./kinds";
import { useNamed } from "./useOptions";

type Props = { kinds: readonly Kind[]; kind?: Kind; onChange: (kind: string) => void };

export const KindChoice = ({ kinds, kind, onChange }: Props) => {
  const say = useText();
  const named = useNamed();
  const about = kind && named("about", kind.kind, kind.description);
  return (
    <Select
      label={say("reports.kind")}
      description={about}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data={kinds.map((one) => ({ value: one.kind, label: named("kind", one.kind, one.label) }))}
      value={kind?.kind ?? null}
      onChange={(value) => value && onChange(value)}
      allowDeselect={false}
      searchable
      nothingFoundMessage={say("reports.none.found")}
      maxDropdownHeight={420}
    />
  );
};
