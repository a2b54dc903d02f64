// Choosing one campaign or influencer of long lists by typing a part of its name.
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";

type Named = { value: string; label: string };
type Props = {
  label: string;
  description?: string;
  value: number | null;
  onChange: (id: number | null) => void;
  required?: boolean;
  disabled?: boolean;
  error?: string;
  w?: SelectProps["w"];
};
type InnerProps = Props & { chosen: Named | undefined; found: readonly Named[]; onSearch: (text: string) => void; isLoading: boolean };

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
      nothingFoundMessage={say(isLoading ? "state.loading" : "pick.none")}
      placeholder={say("pick.find")}
      // A hint below keeps fields beside each other in line.
      inputWrapperOrder={["label", "input", "error", "description"]}
      searchable
      clearable={!props.required}
    />
  );
};

const useTyped = () => {
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  return { q: q || undefined, setText };
};

/** One campaign; of campaign managers only those in which they are arranged, where `isMine` says so. */
export const CampaignPick = ({ isMine = false, ...props }: Props & { isMine?: boolean }) => {
  const { q, setText } = useTyped();
  const me = useMe();
  const user_id = isMine && me.user_role === "campaign_manager" ? [me.user_id] : undefined;
  const campaign_id = props.value ?? 0;
  const query = { q, user_id, limit: OFFERED, sort: "-start_date" };
  const { data, isFetching } = $api.useQuery("get", "/api/campaigns", { params: { query } }, { placeholderData: keepPreviousData });
  const own = $api.useQuery("get", "/api/campaigns/{campaign_id}", { params: { path: { campaign_id } } }, { enabled: campaign_id > 0 });
  const named = (one: { campaign_id: number; campaign_name: string }): Named => ({ value: String(one.campaign_id), label: one.campaign_name });
  const chosen = campaign_id > 0 && own.data ? named(own.data) : undefined;
  return <One {...props} chosen={chosen} found={(data?.items ?? []).map(named)} onSearch={setText} isLoading={isFetching} />;
};

export const InfluencerPick = ({ withDeleted = false, ...props }: Props & { withDeleted?: boolean }) => {
  const { q, setText } = useTyped();
  const influencer_id = props.value ?? 0;
  const query = { q, limit: OFFERED, is_deleted: withDeleted ? undefined : false, sort: "influencer_name" };
  const { data, isFetching } = $api.useQuery("get", "/api/influencers", { params: { query } }, { placeholderData: keepPreviousData });
  const own = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id } } }, { enabled: influencer_id > 0 });
  const named = (one: { influencer_id: number; influencer_name: string; platform: string }): Named => ({ value: String(one.influencer_id), label: `${one.influencer_name} · ${one.platform}` });
  const chosen = influencer_id > 0 && own.data ? named(own.data) : undefined;
  return <One {...props} chosen={chosen} found={(data?.items ?? []).map(named)} onSearch={setText} isLoading={isFetching} />;
};
