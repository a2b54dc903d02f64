// Choosing several records of long lists by typing a part of their names.
import { MultiSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";

import { $api } from "@/api/client";
import { useText } from "@/messages";

export type Named = { value: string; label: string };
type Props = { label: string; description?: string; chosen: readonly Named[]; onChange: (chosen: Named[]) => void; required?: boolean };
type InnerProps = Props & { found: readonly Named[]; onSearch: (text: string) => void; isLoading?: boolean };

const PAUSE = 250;
const OFFERED = 30;

const Several = ({ label, description, chosen, onChange, required, found, onSearch, isLoading }: InnerProps) => {
  const say = useText();
  const data = [...chosen, ...found.filter(({ value }) => !chosen.some((one) => one.value === value))];
  return (
    <MultiSelect
      label={label}
      description={description}
      data={data}
      value={chosen.map(({ value }) => value)}
      onChange={(values) => onChange(data.filter(({ value }) => values.includes(value)))}
      onSearchChange={onSearch}
      nothingFoundMessage={say(isLoading ? "state.loading" : "campaigns.find.none")}
      placeholder={chosen.length === 0 ? say("campaigns.find") : undefined}
      required={required}
      searchable
      hidePickedOptions
      clearable
    />
  );
};

const useTyped = () => {
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  return { q: q || undefined, setText };
};

export const Influencers = (props: Props) => {
  const { q, setText } = useTyped();
  const query = { q, limit: OFFERED, is_deleted: false, sort: "influencer_name" };
  const { data, isFetching } = $api.useQuery("get", "/api/influencers", { params: { query } }, { placeholderData: keepPreviousData });
  const found = (data?.items ?? []).map((one) => ({ value: String(one.influencer_id), label: `${one.influencer_name} · ${one.platform}` }));
  return <Several {...props} found={found} onSearch={setText} isLoading={isFetching} />;
};

export const Products = (props: Props) => {
  const { q, setText } = useTyped();
  const { data, isFetching } = $api.useQuery("get", "/api/products", { params: { query: { q, limit: OFFERED, sort: "title" } } }, { placeholderData: keepPreviousData });
  const found = (data?.items ?? []).map((one) => ({ value: String(one.product_id), label: `${one.title} · ${one.category}` }));
  return <Several {...props} found={found} onSearch={setText} isLoading={isFetching} />;
};

/** One choice among few that are known already. */
export const Known = ({ from, ...props }: Props & { from: readonly Named[] }) => {
  const [text, setText] = useState("");
  const found = from.filter(({ label }) => label.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
  return <Several {...props} found={found} onSearch={setText} />;
};
