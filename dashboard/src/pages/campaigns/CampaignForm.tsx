import { Alert, Button, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { type ReactNode, useState } from "react";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { fieldErrors, useUnsavedGuard, wordsOf } from "@/ui/forms";

import { type Draft, moneyIn } from "./draft";
import { Targets } from "./Targets";

const LONGEST_NAME = 50;
type Props = {
  initial: Draft;
  submit: string;
  /** Whether the budget may be changed: that of an approved campaign only by who may approve. */
  mayBudget: boolean;
  save: (draft: Draft) => Promise<void>;
  /** Shown beside a refusal because somebody else changed the campaign meanwhile. */
  reload?: ReactNode;
};

/** Name, days, budget and targets of a campaign. `save` brings the person elsewhere, or new initial values. */
export const CampaignForm = ({ initial, submit, mayBudget, save, reload }: Props) => {
  const say = useText();
  const form = useForm<Draft>({ initialValues: initial });
  const [refused, setRefused] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  useUnsavedGuard(form.isDirty(), isSaving);
  const send = async (draft: Draft) => {
    setSaving(true);
    setRefused(undefined);
    try {
      await save(draft);
      form.resetDirty();
    } catch (error) {
      form.setErrors(fieldErrors(error));
      setRefused(error);
    }
    setSaving(false);
  };
  return (
    <form onSubmit={form.onSubmit((draft) => void send(draft))}>
      <Card withBorder>
        <Stack>
          <Title order={2} size="h4">
            {say("campaigns.details")}
          </Title>
          <Details form={form} mayBudget={mayBudget} />
          <Targets form={form} />
          {refused !== undefined && <Refusal error={refused} reload={reload} />}
          <Group>
            <Button type="submit" loading={isSaving} disabled={!form.isDirty()}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </Card>
    </form>
  );
};

const Details = ({ form, mayBudget }: { form: UseFormReturnType<Draft>; mayBudget: boolean }) => {
  const say = useText();
  return (
    <>
      <TextInput label={say("word.name")} maxLength={LONGEST_NAME} required {...form.getInputProps("campaign_name")} />
      <Group align="flex-start" grow preventGrowOverflow={false}>
        <DateInput label={say("campaigns.start")} required miw={150} {...form.getInputProps("start_date")} />
        <DateInput label={say("campaigns.end")} minDate={form.values.start_date} required miw={150} {...form.getInputProps("end_date")} />
        <TextInput
          label={say("campaigns.budget")}
          inputMode="decimal"
          placeholder="5000.00"
          required
          miw={150}
          disabled={!mayBudget}
          {...form.getInputProps("budget")}
          onBlur={() => form.setFieldValue("budget", moneyIn(form.values.budget))}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {say(mayBudget ? "campaigns.details.about" : "campaigns.budget.approved")}
      </Text>
    </>
  );
};

/** Why it was not saved; where somebody else was first, a way to what is there now. */
const Refusal = ({ error, reload }: { error: unknown; reload?: ReactNode }) => {
  const say = useText();
  const problem = asProblem(error);
  return (
    <Alert color="red" role="alert" title={say("campaigns.refused")}>
      <Text size="sm">{wordsOf(problem, say)}</Text>
      {problem.status === 412 && reload}
    </Alert>
  );
};
