import { Autocomplete, Button, Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

import { isFiltered, PARTNERSHIPS, TIERS } from "./asked";
import { usePlatforms } from "./usePlatforms";

const PAUSE = 300;
// Two beside each other on a phone.
const HALF = { base: "calc(50% - 6px)", xs: 170 };
const NOTHING = { q: null, platform: null, category: null, tier: null, partnership: null };

/** Whom to show; all of it is in the address. */
export const InfluencerFilters = ({ rows }: { rows: readonly Schema["InfluencerOut"][] }) => {
  const say = useText();
  const { search, change } = useFilters();
  const platforms = usePlatforms();
  const tiers = TIERS.map((tier) => ({ value: tier, label: say(`influencers.tier.${tier}`) }));
  const partnerships = PARTNERSHIPS.map((value) => ({ value, label: say(`influencers.${value}`) }));
  return (
    <Group align="flex-end" gap="sm" className="no-print" role="search" aria-label={say("nav.influencers")}>
      <Search />
      <Select label={say("word.platform")} data={platforms} value={search.get("platform")} onChange={(platform) => change({ platform })} clearable searchable w={HALF} placeholder={say("filter.any")} />
      <Category known={[...new Set(rows.map((row) => row.category))].sort()} />
      <MultiSelect label={say("influencers.tier")} data={tiers} value={search.getAll("tier")} onChange={(tier) => change({ tier })} clearable w={{ base: "100%", xs: 230 }} placeholder={search.has("tier") ? undefined : say("filter.any")} />
      <Select label={say("influencers.partnership")} data={partnerships} value={search.get("partnership")} onChange={(partnership) => change({ partnership })} clearable w={HALF} placeholder={say("filter.any")} />
      {isFiltered(search) && (
        <Button variant="default" onClick={() => change(NOTHING)}>
          {say("action.reset")}
        </Button>
      )}
    </Group>
  );
};

const Search = () => {
  const say = useText();
  const { search, change } = useFilters();
  const asked = search.get("q") ?? "";
  const [text, setText] = useState(asked);
  const ask = useDebouncedCallback((q: string) => change({ q: q.trim() || null }), PAUSE);
  // What empties the filters empties the field, too.
  useEffect(() => setText(asked), [asked]);
  return (
    <TextInput
      type="search"
      label={say("influencers.search")}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      maxLength={100}
      w={{ base: "100%", xs: 230 }}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
};

/** The API compares whole categories and names none, so those in sight are proposed and any can be typed. */
const Category = ({ known }: { known: string[] }) => {
  const say = useText();
  const { search, change } = useFilters();
  const asked = search.get("category") ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const ask = (category: string) => category.trim() !== asked && change({ category: category.trim() || null });
  return (
    <Autocomplete
      label={say("word.category")}
      data={known}
      value={text}
      onChange={setText}
      onOptionSubmit={ask}
      onBlur={() => ask(text)}
      onClear={() => ask("")}
      onKeyDown={(event) => event.key === "Enter" && ask(text)}
      clearable
      maxLength={100}
      w={HALF}
      placeholder={say("filter.any")}
    />
  );
};
