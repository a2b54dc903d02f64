import { Anchor } from "@mantine/core";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { type Rules, standingOf, type Term } from "./data";
import { Standing, useValidity } from "./Standing";
import { headOf } from "./words";

const NEWEST = "-valid_from";
const AT_ONCE = 50;
const SHOWN = 3;

export const TermList = () => {
  const say = useText();
  const may = useMay();
  const { filters, change, search } = useFilters();
  const sorted = search.get("sort") ?? NEWEST;
  const asked = { campaign_id: filters.campaign_id, influencer_id: filters.influencer_id, on: search.get("on") ?? undefined, sort: sorted };
  const { query, rows } = useList(["list", "/api/terms", asked], (cursor) => api.GET("/api/terms", { params: { query: { ...asked, cursor, limit: AT_ONCE } } }));
  const isFiltered = ["campaign_id", "influencer_id", "on"].some((name) => search.has(name));
  const empty = isFiltered ? "state.empty.filtered" : may("terms.manage") ? "terms.empty" : "terms.empty.reader";
  return (
    <Listed query={query}>
      <DataTable label={say("terms.title")} rows={rows} columns={useColumns()} idOf={(term) => term.term_id} sorted={sorted} onSort={(sort) => change({ sort })} empty={say(empty)} />
    </Listed>
  );
};

const useColumns = (): Column<Term>[] => {
  const say = useText();
  const formats = useFormats();
  const validity = useValidity();
  const { business_day } = useMe();
  return [
    {
      key: "influencer",
      label: say("word.influencer"),
      show: (term) => (
        <Anchor component={Link} to={`/finance/terms/${term.term_id}`}>
          {term.influencer_name}
        </Anchor>
      ),
    },
    { key: "campaign", label: say("word.campaign"), show: (term) => term.campaign_name },
    { key: "version", label: say("terms.version"), isFigure: true, show: (term) => term.term_version },
    { key: "valid", label: say("terms.validity"), sort: "valid_from", show: validity },
    { key: "standing", label: say("terms.standing"), show: (term) => <Standing standing={standingOf(term, business_day)} /> },
    { key: "rules", label: say("terms.agreed"), width: "30%", show: (term) => <InShort rules={term.rules} /> },
    { key: "holding", label: say("terms.holding"), show: (term) => say("terms.holding.days", { count: term.holding_days }) },
    { key: "minimum", label: say("terms.minimum"), isFigure: true, show: (term) => formats.money(term.minimum_payout) },
  ];
};

const InShort = ({ rules: { components } }: { rules: Rules }) => {
  const say = useText();
  const formats = useFormats();
  if (components.length === 0) return say("terms.ended");
  const heads = components.slice(0, SHOWN).map((one) => headOf(one, say, formats));
  return [...heads, ...(components.length > SHOWN ? ["…"] : [])].join("; ");
};
