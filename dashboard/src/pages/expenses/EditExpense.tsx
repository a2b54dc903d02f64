import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useMe } from "@/session/session";
import { Failure, Loaded } from "@/ui/states";

import { type Read, readForEditing, useExpenseId } from "./data";
import { changesOf, type Draft, draftOf } from "./draft";
import { ExpenseForm } from "./ExpenseForm";
import { stepsOf } from "./rules";

const EditExpense = () => {
  const say = useText();
  const id = useExpenseId();
  const me = useMe();
  const query = useQuery({ queryKey: ["expense for editing", id], queryFn: () => readForEditing(id), staleTime: Infinity, gcTime: 0 });
  const above = [
    { label: say("expenses.title"), to: "/finance/expenses" },
    { label: `#${id}`, to: `/finance/expenses/${id}` },
  ];
  return (
    <FinancePage title={say("expenses.edit")} about={say("expenses.edit.about")} above={above}>
      <Loaded query={query}>
        {(read) => (stepsOf(read.expense, me).includes("edit") ? <Form key={read.version} read={read} onReload={() => void query.refetch()} /> : <Failure error={new Error(say("expenses.edit.not"))} />)}
      </Loaded>
    </FinancePage>
  );
};

const Form = ({ read: { expense, version }, onReload }: { read: Read; onReload: () => void }) => {
  const say = useText();
  const [first] = useState(() => draftOf(expense));
  const [isSaved, setSaved] = useState(false);
  const { expense_id } = expense;
  const send = async (draft: Draft) => {
    await api.PATCH("/api/expenses/{expense_id}", { params: { path: { expense_id }, header: { "If-Match": version } }, body: changesOf(expense, draft) });
    setSaved(true);
  };
  const saved = isSaved ? { to: `/finance/expenses/${expense_id}`, message: say("action.saved") } : null;
  return <ExpenseForm first={first} label={say("action.save")} isCampaignFixed saved={saved} send={send} onReload={onReload} />;
};

export default EditExpense;
