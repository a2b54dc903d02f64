import { Alert, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import { api } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useText } from "@/messages";
import { useLeaving } from "@/pages/finance/leaving";
import { useFormats } from "@/ui/formats";
import { wordsOf } from "@/ui/forms";

import { type Read, useRefresh } from "./data";
import { faultOf, left, planOf, type Row, rowsOf } from "./plan";
import { PlanRow } from "./PlanRow";

type Props = { read: Read; onReload: () => void };

export const PlanForm = ({ read, onReload }: Props) => {
  const say = useText();
  const [first] = useState(() => rowsOf(read.budget));
  const [rows, setRows] = useState<Row[]>(first);
  const { save, isBusy, isSaved, refused } = useSaving(read);
  useLeaving(rows !== first, isSaved ? { to: `/finance/budgets/${read.budget.campaign_id}`, message: say("action.saved") } : null, useRefresh());
  const sums = left(rows, read.budget.budget);
  const isFaulty = sums.isOver || rows.some((row) => faultOf(row, rows));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFaulty) void save(rows);
      }}
      noValidate
    >
      <Card withBorder maw={860}>
        <Stack>
          {rows.map((row) => (
            <PlanRow key={row.id} row={row} rows={rows} spent={read.budget.categories.find(({ cost_category }) => cost_category === row.category)} onChange={(changes) => setRows(rows.map((one) => (one.id === row.id ? { ...one, ...changes } : one)))} onRemove={() => setRows(rows.filter(({ id }) => id !== row.id))} />
          ))}
          <Group>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setRows([...rows, { id: crypto.randomUUID(), category: "", planned: "", isKnown: false }])}>
              {say("budgets.edit.add")}
            </Button>
          </Group>
          <Sums budget={read.budget.budget} {...sums} />
          <Refused problem={refused} onReload={onReload} />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy} disabled={isFaulty || rows === first}>
              {say("action.save")}
            </Button>
          </Group>
        </Stack>
      </Card>
    </form>
  );
};

const useSaving = ({ budget, version }: Read) => {
  const [refused, setRefused] = useState<Problem | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { campaign_id } = budget;
  const save = async (rows: readonly Row[]) => {
    setBusy(true);
    try {
      await api.PUT("/api/budgets/{campaign_id}", { params: { path: { campaign_id }, header: { "If-Match": version } }, body: { planned: planOf(rows) } });
      setSaved(true);
    } catch (error) {
      setRefused(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { save, isBusy, isSaved, refused };
};

const Sums = ({ budget, planned, left: rest, isOver }: { budget: string; planned: string; left: string; isOver: boolean }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Text size="sm" role="status" fw={isOver ? 650 : undefined} c={isOver ? "var(--mantine-color-error)" : undefined}>
      {say(isOver ? "budgets.edit.over" : "budgets.edit.sum", { planned: formats.money(planned), budget: formats.money(budget), left: formats.money(rest.replace("-", "")) })}
    </Text>
  );
};

const Refused = ({ problem, onReload }: { problem: Problem | null; onReload: () => void }) => {
  const say = useText();
  if (!problem) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={say("budgets.edit.refused")}>
      <Text size="sm">{wordsOf(problem, say)}</Text>
      {problem.status === 412 && (
        <Button mt="sm" size="xs" variant="default" onClick={onReload}>
          {say("budgets.edit.reload")}
        </Button>
      )}
    </Alert>
  );
};
