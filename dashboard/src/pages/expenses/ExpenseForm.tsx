import { Alert, Autocomplete, Button, Card, Group, SimpleGrid, Stack, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { type ReactNode, useState } from "react";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { MoneyInput } from "@/pages/finance/inputs";
import { useLeaving } from "@/pages/finance/leaving";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { fieldErrors, wordsOf } from "@/ui/forms";

import { useCostCategories, useRefresh } from "./data";
import type { Draft } from "./draft";

type Props = {
  first: Draft;
  label: string;
  /** An expense stays with its campaign. */
  isCampaignFixed?: boolean;
  /** Where what was saved is shown; null until it is. */
  saved: { to: string; message: string } | null;
  send: (draft: Draft) => Promise<void>;
  extra?: ReactNode;
  onReload?: () => void;
};

export const ExpenseForm = ({ first, label, isCampaignFixed = false, saved, send, extra, onReload }: Props) => {
  const [draft, setDraft] = useState(first);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  useLeaving(draft !== first, saved, useRefresh());
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await send(draft);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card withBorder maw={860}>
        <Stack>
          <Fields draft={draft} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} errors={error === null ? {} : fieldErrors(error)} isCampaignFixed={isCampaignFixed} />
          {extra}
          {error !== null && <Refused error={error} onReload={onReload} />}
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Card>
    </form>
  );
};

const Refused = ({ error, onReload }: { error: unknown; onReload?: () => void }) => {
  const say = useText();
  const problem = asProblem(error);
  return (
    <Alert color="red" variant="light" role="alert" title={say("expenses.refused")}>
      {problem.errors.length > 0 ? say("problem.malformed") : wordsOf(problem, say)}
      {problem.status === 412 && onReload && (
        <Button mt="sm" size="xs" variant="default" onClick={onReload}>
          {say("expenses.reload")}
        </Button>
      )}
    </Alert>
  );
};

type FieldsProps = { draft: Draft; onChange: (changes: Partial<Draft>) => void; errors: Record<string, string>; isCampaignFixed: boolean };

const Fields = ({ draft, onChange, errors, isCampaignFixed }: FieldsProps) => {
  const say = useText();
  const categories = useCostCategories();
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <CampaignPick label={say("word.campaign")} value={draft.campaign_id} onChange={(campaign_id) => onChange({ campaign_id })} required disabled={isCampaignFixed} isMine error={errors.campaign_id} />
        <InfluencerPick label={say("word.influencer")} description={say("expenses.shared.hint")} value={draft.influencer_id} onChange={(influencer_id) => onChange({ influencer_id })} error={errors.influencer_id} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Autocomplete label={say("budgets.category")} data={categories} value={draft.cost_category} onChange={(cost_category) => onChange({ cost_category })} maxLength={100} required error={errors.cost_category} />
        <DatePickerInput label={say("expenses.date")} value={draft.expense_date} onChange={(expense_date) => onChange({ expense_date })} required error={errors.expense_date} />
        <MoneyInput label={say("word.amount")} value={draft.amount} onChange={(amount) => onChange({ amount })} required error={errors.amount} />
      </SimpleGrid>
      <Textarea label={say("expenses.description")} value={draft.description} onChange={(event) => onChange({ description: event.currentTarget.value })} maxLength={1000} autosize minRows={2} error={errors.description} />
    </>
  );
};
