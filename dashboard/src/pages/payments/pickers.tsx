// Choosing one influencer or campaign of long lists by typing a part of its name; it stands in the address.
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";

import { $api } from "@/api/client";
import { useText } from "@/messages";

type Option = { value: string; label: string };
type Props = { label: string; value: number | null; onChange: (id: number | null) => void; w?: SelectProps["w"] };
type InnerProps = Props & { chosen: Option | undefined; found: readonly Option[]; onSearch: (text: string) => void; isLoading: boolean };

const PAUSE = 250;
const OFFERED = 30;

const One = ({ value, onChange, chosen, found, onSearch, isLoading, ...props }: InnerProps) => {
  const say = useText();
  const data = chosen && !found.some((one) => one.value === chosen.value) ? [chosen, ...found] : [...found];
  return (
    <Select
      {...props}
      data={data}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(id ? Number(id) : null)}
      // What is chosen stands in the field; it is no search.
      onSearchChange={(text) => onSearch(text === chosen?.label ? "" : text)}
      // The API has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={say(isLoading ? "state.loading" : "payments.find.none")}
      placeholder={say("payments.find")}
      searchable
      clearable
    />
  );
};

const useTyped = () => {
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  return { q: q || undefined, setText };
};

export const CampaignPick = (props: Props) => {
  const { q, setText } = useTyped();
  const campaign_id = props.value ?? 0;
  const { data, isFetching } = $api.useQuery("get", "/api/campaigns", { params: { query: { q, limit: OFFERED, sort: "-start_date" } } }, { placeholderData: keepPreviousData });
  const own = $api.useQuery("get", "/api/campaigns/{campaign_id}", { params: { path: { campaign_id } } }, { enabled: campaign_id > 0 });
  const option = (one: { campaign_id: number; campaign_name: string }): Option => ({ value: String(one.campaign_id), label: one.campaign_name });
  return <One {...props} chosen={campaign_id > 0 && own.data ? option(own.data) : undefined} found={(data?.items ?? []).map(option)} onSearch={setText} isLoading={isFetching} />;
};

export const InfluencerPick = (props: Props) => {
  const { q, setText } = useTyped();
  const influencer_id = props.value ?? 0;
  const { data, isFetching } = $api.useQuery("get", "/api/influencers", { params: { query: { q, limit: OFFERED, sort: "influencer_name" } } }, { placeholderData: keepPreviousData });
  const own = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id } } }, { enabled: influencer_id > 0 });
  const option = (one: { influencer_id: number; influencer_name: string }): Option => ({ value: String(one.influencer_id), label: one.influencer_name });
  return <One {...props} chosen={influencer_id > 0 && own.data ? option(own.data) : undefined} found={(data?.items ?? []).map(option)} onSearch={setText} isLoading={isFetching} />;
};
