import { Anchor } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { CampaignName, InfluencerName } from "@/ui/links";
import { useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { askedOf } from "./asked";
import type { Expense } from "./data";
import { ExpenseFilters } from "./ExpenseFilters";
import { StatusBadge } from "./StatusBadge";

const NEWEST = "-expense_date";
const AT_ONCE = 50;

export const ExpenseList = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const sorted = search.get("sort") ?? NEWEST;
  const asked = { ...askedOf(search, filters, useMe()), sort: sorted };
  const { query, rows } = useList(["list", "/api/expenses", asked], (cursor) => api.GET("/api/expenses", { params: { query: { ...asked, cursor, limit: AT_ONCE } } }));
  const isFiltered = ["status", "campaign_id", "cost_category", "from", "mine", "receipt", "influencer_id"].some((name) => search.has(name));
  return (
    <>
      <ExpenseFilters />
      <Listed query={query}>
        <DataTable label={say("expenses.title")} rows={rows} columns={useColumns()} idOf={(one) => one.expense_id} sorted={sorted} onSort={(sort) => change({ sort })} empty={say(isFiltered ? "state.empty.filtered" : "expenses.empty")} />
      </Listed>
    </>
  );
};

const useColumns = (): Column<Expense>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "date", label: say("word.date"), sort: "expense_date", show: (one) => formats.day(one.expense_date) },
    {
      key: "what",
      label: say("expenses.what"),
      show: (one) => (
        <Anchor component={Link} to={`/finance/expenses/${one.expense_id}`}>
          {one.cost_category}
          {one.description && ` · ${one.description}`}
        </Anchor>
      ),
    },
    { key: "campaign", label: say("word.campaign"), show: (one) => <CampaignName id={one.campaign_id} /> },
    { key: "influencer", label: say("word.influencer"), show: (one) => (one.influencer_id === null ? say("expenses.shared") : <InfluencerName id={one.influencer_id} />) },
    { key: "status", label: say("word.status"), show: (one) => <StatusBadge status={one.status} /> },
    { key: "receipt", label: say("expenses.receipt"), show: (one) => (one.receipt_name ? <IconPaperclip size={18} role="img" aria-label={one.receipt_name} /> : "–") },
    { key: "amount", label: say("word.amount"), sort: "amount", isFigure: true, show: (one) => formats.money(one.amount) },
  ];
};
