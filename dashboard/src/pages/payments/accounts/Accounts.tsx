import { Anchor, Group, Select, Switch } from "@mantine/core";
import { Link, useNavigate } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { PaymentsPage } from "../area";
import { idsOf } from "../data";
import { InfluencerPick } from "@/ui/pickers";
import { Hold } from "./Hold";

const PAGE = 100;
type Account = Schema["PayoutAccountOut"];

/** Where influencers are paid to, as far as it may be shown. */
const Accounts = () => {
  const say = useText();
  const { change, search } = useFilters();
  const go = useNavigate();
  const held = search.get("held");
  const choices = ["true", "false"].map((value) => ({ value, label: say(value === "true" ? "accounts.held" : "accounts.free") }));
  const influencer = idsOf(search, "influencer_id");
  const asked = { influencer_id: influencer, held: held === null ? undefined : held === "true", history: search.has("history"), sort: search.get("sort") ?? "-created_at", limit: PAGE };
  const { query, rows } = useList(["list", "/api/payout-accounts", asked], (cursor) => api.GET("/api/payout-accounts", { params: { query: { ...asked, cursor } } }));
  const columns = useColumns();
  return (
    <PaymentsPage title={say("accounts.title")} about={say("accounts.about")}>
      <Group align="flex-end" className="no-print">
        <InfluencerPick withDeleted label={say("word.influencer")} value={influencer[0] ?? null} onChange={(id) => change({ influencer_id: id })} w={{ base: "100%", xs: 220 }} />
        <Select label={say("accounts.hold")} data={choices} value={held} onChange={(value) => change({ held: value })} placeholder={say("filter.any")} clearable w={180} />
        <Switch label={say("accounts.history")} checked={search.has("history")} onChange={(event) => change({ history: event.currentTarget.checked ? "1" : null })} pb={8} />
        <InfluencerPick withDeleted label={say("accounts.open")} value={null} onChange={(id) => id && void go(`/payments/accounts/${id}`)} w={{ base: "100%", xs: 240 }} />
      </Group>
      <Listed query={query}>
        <DataTable label={say("accounts.title")} rows={rows} columns={columns} idOf={(account) => account.account_id} sorted={asked.sort} onSort={(sort) => change({ sort })} empty={say(search.size > 0 ? "state.empty.filtered" : "accounts.empty")} />
      </Listed>
    </PaymentsPage>
  );
};

const useColumns = (): Column<Account>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "influencer", label: say("word.influencer"), sort: "influencer_id", show: (one) => <Anchor component={Link} to={`/payments/accounts/${one.influencer_id}`}>{one.influencer_name}</Anchor> },
    { key: "kind", label: say("accounts.kind"), show: (one) => say(`accounts.kind.${one.kind}`) },
    { key: "number", label: say("accounts.number"), show: (one) => (one.last_four ? say("accounts.masked", { four: one.last_four }) : say("accounts.forgotten")) },
    { key: "hold", label: say("accounts.hold"), show: (one) => (one.replaced_at ? say("accounts.replaced", { day: formats.instant(one.replaced_at) }) : <Hold until={one.held_until} />) },
    { key: "since", label: say("accounts.since"), sort: "created_at", show: (one) => formats.instant(one.created_at) },
  ];
};

export default Accounts;
