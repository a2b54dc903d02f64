import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

const PAUSE = 300;

/** Search by part of a name, in the address under `q` once typing pauses. */
export const SearchFilter = () => {
  const say = useText();
  const { change, search } = useFilters();
  const [text, setText] = useState(search.get("q") ?? "");
  const settle = useDebouncedCallback((q: string) => change({ q: q || null }), PAUSE);
  return (
    <TextInput
      type="search"
      label={say("filter.search")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      w={220}
    />
  );
};
