import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useMay } from "@/session/session";
import { Tabbed, useFilters } from "@/ui/filters";

import { ExpenseList } from "./ExpenseList";
import { Report } from "./Report";

const TABS = ["list", "report"] as const;

/** Expenses one by one, or what they come to. */
const Expenses = () => {
  const say = useText();
  const may = useMay();
  const { search } = useFilters();
  const actions = may("expenses.manage") && (
    <Button component={Link} to={search.has("campaign_id") ? `/finance/expenses/new?campaign_id=${search.get("campaign_id")}` : "/finance/expenses/new"} leftSection={<IconPlus size={16} aria-hidden />}>
      {say("expenses.new")}
    </Button>
  );
  return (
    <FinancePage title={say("expenses.title")} about={say("expenses.about")} actions={actions}>
      <div>
        <Tabbed label={say("expenses.view")} tabs={TABS.map((value) => ({ value, label: say(`expenses.view.${value}`) }))} />
      </div>
      {search.get("tab") === "report" ? <Report /> : <ExpenseList />}
    </FinancePage>
  );
};

export default Expenses;
