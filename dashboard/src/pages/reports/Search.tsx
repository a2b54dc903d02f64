import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

const PAUSE = 300;

/** What was typed goes to the address, as `q`, when the typing pauses. */
export const Search = () => {
  const say = useText();
  const { search, change } = useFilters();
  const [typed, setTyped] = useState(search.get("q") ?? "");
  const send = useDebouncedCallback((q: string) => change({ q: q.trim() || null }), PAUSE);
  return (
    <TextInput
      type="search"
      label={say("filter.search")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      maw={320}
      className="no-print"
    />
  );
};
