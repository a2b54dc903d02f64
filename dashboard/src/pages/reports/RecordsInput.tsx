import { MultiSelect, type OptionsFilter, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { useText } from "@/messages";
import { useFound, useNames } from "@/ui/names";

import type { RecordName } from "./kinds";
import { RECORDS } from "./records";

type Props = { of: RecordName; label: string; value: readonly number[]; most: number; isRequired: boolean; onChange: (ids: number[]) => void };

const PAUSE = 250;
// The server has searched already.
const asFound: OptionsFilter = ({ options }) => options;

/** Influencers, campaigns or products, searched by name; one only where no more can be asked for. */
export const RecordsInput = ({ of, label, value, most, isRequired, onChange }: Props) => {
  const say = useText();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, PAUSE);
  const nameOf = useNames(RECORDS[of], value);
  // What is picked already stands in the search field of a single choice; that is no search.
  const isPicked = most === 1 && value.some((id) => nameOf(id) === asked);
  const found = useFound(RECORDS[of], isPicked ? "" : asked).filter(({ id }) => !value.includes(id));
  const picked = value.map((id) => ({ value: String(id), label: nameOf(id) ?? `#${id}` }));
  const shared = {
    label,
    data: [...picked, ...found.map(({ id, name }) => ({ value: String(id), label: name }))],
    searchable: true,
    searchValue: text,
    onSearchChange: setText,
    filter: asFound,
    nothingFoundMessage: say("reports.none.found"),
    placeholder: value.length > 0 ? undefined : say(isRequired ? "reports.choose" : "filter.any"),
    required: isRequired,
    clearable: !isRequired,
  };
  if (most === 1) return <Select {...shared} value={picked[0]?.value ?? null} onChange={(id) => onChange(id ? [Number(id)] : [])} />;
  return <MultiSelect {...shared} value={picked.map((one) => one.value)} onChange={(ids) => onChange(ids.map(Number))} maxValues={most} hidePickedOptions />;
};
