// Records picked by name: several as a filter in the address, one in a form.
import { MultiSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useState } from "react";

import { $api } from "@/api/client";
import { useText } from "@/messages";

import { useFilters } from "./filters";
import { type Kind, type Named, useFound, useNames } from "./names";

const PAUSE = 250;
const LONG = 60 * 60 * 1000;
// Beside what is picked, so that one pick needs no second line.
const NARROW_FIELD = { inputField: { minWidth: 30 } };

/** What can be picked: what is picked already, and what was found for the text typed since. */
const useChoices = (kind: Kind, picked: readonly number[]) => {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, PAUSE);
  const nameOf = useNames(kind, picked);
  // A name is known from the list it was picked in before it is asked for by id.
  const [known, setKnown] = useState<readonly Named[]>([]);
  const labelOf = (id: number) => nameOf(id) ?? known.find((one) => one.id === id)?.name ?? String(id);
  const own = picked.map((id) => ({ value: String(id), label: labelOf(id) }));
  // The name of what is picked stands in the field and is no question.
  const found = useFound(kind, own.some(({ label }) => label === asked) ? "" : asked);
  const others = found.filter(({ id }) => !picked.includes(id)).map(({ id, name }) => ({ value: String(id), label: name }));
  return { text, setText, data: [...own, ...others], keep: () => setKnown(found) };
};

type RecordFilterProps = { kind: Exclude<Kind, "customer">; label: string };

/** Only what belongs to these records; searched by name. */
export const RecordFilter = ({ kind, label }: RecordFilterProps) => {
  const say = useText();
  const { filters, change } = useFilters();
  const name = `${kind}_id` as const;
  const picked = filters[name] ?? [];
  const { text, setText, data, keep } = useChoices(kind, picked);
  return (
    <MultiSelect
      label={label}
      data={data}
      value={picked.map(String)}
      onChange={(value) => {
        keep();
        change({ [name]: value });
      }}
      searchable
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={say("pick.none")}
      placeholder={picked.length > 0 ? undefined : say("filter.any")}
      clearable
      styles={NARROW_FIELD}
      w={{ base: "47%", xs: 230 }}
    />
  );
};

type RecordInputProps = { kind: Kind; label: string; value?: number | null; onChange: (id: number | null) => void; error?: ReactNode; description?: string; isRequired?: boolean };

/** One record, searched by name. */
export const RecordInput = ({ kind, label, value, onChange, error, description, isRequired }: RecordInputProps) => {
  const say = useText();
  const { text, setText, data, keep } = useChoices(kind, value ? [value] : []);
  return (
    <Select
      label={label}
      description={description}
      data={data}
      value={value ? String(value) : null}
      onChange={(one) => {
        keep();
        onChange(one === null ? null : Number(one));
      }}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // What was picked stands in the field; the server has filtered what was typed.
      filter={({ options }) => options}
      nothingFoundMessage={say("pick.none")}
      clearable={!isRequired}
      required={isRequired}
      error={error}
    />
  );
};

/** The categories that ever sold something, the best-selling first. */
export const useCategories = (): string[] => {
  const { data } = $api.useQuery("get", "/api/sales/by-category", { params: { query: { window: "all" } } }, { staleTime: LONG });
  return data?.items.map(({ category }) => category) ?? [];
};

export const CategoryFilter = () => {
  const say = useText();
  const { filters, change } = useFilters();
  const picked = filters.category ?? [];
  const data = [...new Set([...picked, ...useCategories()])];
  return (
    <MultiSelect
      label={say("word.category")}
      data={data}
      value={picked}
      onChange={(category) => change({ category })}
      searchable
      clearable
      nothingFoundMessage={say("pick.none")}
      placeholder={picked.length > 0 ? undefined : say("filter.any")}
      styles={NARROW_FIELD}
      w={{ base: "47%", xs: 230 }}
    />
  );
};
