import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { confirm, done } from "@/ui/forms";

import { type Expense, useRefresh } from "./data";
import { stepsOf } from "./rules";
import { type Asked, StepDialog } from "./StepDialog";

const ASKING = ["approve", "reject", "pay"] as const satisfies readonly Asked[];

/** What one may do with an expense as it is now. */
export const Steps = ({ expense }: { expense: Expense }) => {
  const say = useText();
  const steps = stepsOf(expense, useMe());
  const [asked, setAsked] = useState<Asked | null>(null);
  const [first] = ASKING.filter((step) => steps.includes(step));
  return (
    <>
      {ASKING.filter((step) => steps.includes(step)).map((step) => (
        <Button key={step} variant={step === first && step !== "reject" ? "filled" : "default"} onClick={() => setAsked(step)}>
          {say(`expenses.${step}`)}
        </Button>
      ))}
      {steps.includes("edit") && (
        <Button variant="default" component={Link} to={`/finance/expenses/${expense.expense_id}/edit`}>
          {say("action.edit")}
        </Button>
      )}
      {steps.includes("delete") && <Delete expense={expense} />}
      <StepDialog expense={expense} asked={asked} onClose={() => setAsked(null)} />
    </>
  );
};

const Delete = ({ expense: { expense_id } }: { expense: Expense }) => {
  const say = useText();
  const go = useNavigate();
  const refresh = useRefresh();
  const ask = () =>
    confirm(
      {
        title: say("action.delete"),
        text: say("expenses.delete.ask"),
        label: say("action.delete"),
        isDangerous: true,
        deed: () => api.DELETE("/api/expenses/{expense_id}", { params: { path: { expense_id } } }),
        after: () => {
          done(say("expenses.delete.done"));
          // What is gone is not asked for again by its own page, which is left.
          void refresh("none");
          void go("/finance/expenses");
        },
      },
      say,
    );
  return (
    <Button variant="default" onClick={ask}>
      {say("action.delete")}
    </Button>
  );
};
