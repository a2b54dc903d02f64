// Filters of lists, in the address: words, days, order.
import { TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { useText } from "@/messages";

import { useFilters } from "./filters";

const PAUSE = 300;

/** What was typed goes to the address, as `q`, when the typing pauses. */
export const SearchFilter = ({ label, hint }: { label: string; hint?: string }) => {
  const { search, change } = useFilters();
  const inAddress = search.get("q") ?? "";
  const [typed, setTyped] = useState(inAddress);
  const [known, setKnown] = useState(inAddress);
  // The address changed by itself, as by going back.
  if (known !== inAddress) {
    setKnown(inAddress);
    setTyped(inAddress);
  }
  const send = useDebouncedCallback((q: string) => change({ q: q.trim() || null }), PAUSE);
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={hint}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      w={{ base: "100%", xs: 260 }}
    />
  );
};

/** Days from and to, both included, or any. */
export const DaysFilter = ({ label }: { label?: string }) => {
  const say = useText();
  const { filters, change } = useFilters();
  const [begun, setBegun] = useState<string | null>(null);
  return (
    <DatePickerInput
      type="range"
      label={label ?? `${say("filter.from")} – ${say("filter.to")}`}
      placeholder={say("filter.any")}
      value={begun ? [begun, null] : [filters.from ?? null, filters.to ?? null]}
      onChange={([from, to]) => {
        setBegun(from && !to ? from : null);
        if (from && to) change({ from, to });
        if (!from && !to) change({ from: null, to: null });
      }}
      clearable
      clearButtonProps={{ "aria-label": say("action.reset") }}
      w={{ base: "100%", xs: 250 }}
    />
  );
};

/** The order of a list, in the address under `sort`; - in front for descending. */
export const useSort = (usual: string) => {
  const { search, change } = useFilters();
  return { sort: search.get("sort") ?? usual, onSort: (sort: string) => change({ sort }) };
};
