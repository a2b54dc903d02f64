import { FileInput } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useKeys } from "@/pages/finance/keys";
import { useMay, useMe } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { tell } from "@/ui/forms";
import { Failure } from "@/ui/states";

import { type Draft, expenseOf, newDraft } from "./draft";
import { ExpenseForm } from "./ExpenseForm";
import { ACCEPTED, faultOf, giveReceipt } from "./receipts";

const NewExpense = () => {
  const say = useText();
  const may = useMay();
  return (
    <FinancePage title={say("expenses.new")} about={say("expenses.new.about")} above={[{ label: say("expenses.title"), to: "/finance/expenses" }]}>
      {may("expenses.manage") ? <Form /> : <Failure error={new Error(say("state.forbidden"))} />}
    </FinancePage>
  );
};

const Form = () => {
  const say = useText();
  const { filters } = useFilters();
  const { business_day } = useMe();
  const [first] = useState(() => newDraft(filters.campaign_id?.[0] ?? null, business_day));
  const [file, setFile] = useState<File | null>(null);
  const { record, saved } = useRecording();
  const fault = file && faultOf(file);
  const receipt = (
    <FileInput
      label={say("expenses.receipt")}
      description={say("expenses.receipt.hint")}
      placeholder={say("expenses.receipt.choose")}
      value={file}
      onChange={setFile}
      accept={ACCEPTED}
      error={fault && say(`expenses.receipt.fault.${fault}`)}
      clearable
    />
  );
  return <ExpenseForm first={first} label={say("expenses.record")} saved={saved} send={async (draft) => (fault ? undefined : record(draft, file))} extra={receipt} />;
};

/** Record the expense, then send its receipt; an expense whose receipt fails is there all the same, and its page takes it. */
const useRecording = () => {
  const say = useText();
  const keyOf = useKeys();
  const [saved, setSaved] = useState<number | null>(null);
  const record = async (draft: Draft, file: File | null) => {
    const body = expenseOf(draft);
    if (!body) return;
    const { data } = await api.POST("/api/expenses", { params: { header: keyOf(body) }, body });
    if (!data) return;
    if (file) await giveReceipt(data.expense_id, file).catch(() => tell(new Error(say("expenses.receipt.failed")), say));
    setSaved(data.expense_id);
  };
  return { record, saved: saved === null ? null : { to: `/finance/expenses/${saved}`, message: say("expenses.recorded.done") } };
};

export default NewExpense;
