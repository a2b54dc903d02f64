import { Autocomplete, Button, Card, Group, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { fieldErrors, tell, useUnsavedGuard } from "@/ui/forms";

import type { Fields } from "./fields";
import { usePlatforms } from "./usePlatforms";

type Props = {
  initial: Fields;
  submit: string;
  /** Where one goes without saving. */
  back: string;
  /** Send it; the guard is off once it is through. */
  send: (fields: Fields) => Promise<void>;
  note?: ReactNode;
};

/** Somebody else was quicker: `note` tells of it. */
export const STALE = 412;
const MOST_FOLLOWERS = 2_147_483_647;

/** The record of an influencer, to be made or changed. */
export const InfluencerForm = ({ initial, submit, back, send, note }: Props) => {
  const say = useText();
  const [isSending, setSending] = useState(false);
  const [isSent, setSent] = useState(false);
  const form = useForm<Fields>({ initialValues: initial });
  useUnsavedGuard(form.isDirty(), isSent);
  const save = async (fields: Fields) => {
    setSending(true);
    setSent(true);
    try {
      await send(fields);
    } catch (error) {
      setSent(false);
      const errors = fieldErrors(error);
      form.setErrors(errors);
      if (asProblem(error).status !== STALE && !Object.keys(errors).some((name) => name in fields)) tell(error, say);
    }
    setSending(false);
  };
  return (
    <Card withBorder maw={760}>
      <form onSubmit={form.onSubmit((fields) => void save(fields))}>
        <Stack>
          {note}
          <Inputs form={form} />
          <Group>
            <Button type="submit" loading={isSending} disabled={!form.isDirty()}>
              {submit}
            </Button>
            <Button variant="default" component={Link} to={back}>
              {say("action.cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};

const Inputs = ({ form }: { form: UseFormReturnType<Fields> }) => {
  const say = useText();
  const { business_day: today } = useMe();
  const platforms = usePlatforms();
  const isNew = form.getInitialValues().member_since === null;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput label={say("word.name")} maxLength={50} required {...form.getInputProps("influencer_name")} />
      <TextInput label={say("influencers.mail")} type="email" maxLength={255} required autoComplete="off" {...form.getInputProps("influencer_mail")} />
      <Autocomplete label={say("word.platform")} data={platforms} maxLength={50} required {...form.getInputProps("platform")} />
      <TextInput label={say("word.category")} maxLength={100} required {...form.getInputProps("category")} />
      <NumberInput label={say("influencers.followers")} min={0} max={MOST_FOLLOWERS} allowDecimal={false} allowNegative={false} thousandSeparator=" " required {...form.getInputProps("follower_count")} />
      <DateInput label={say("influencers.since")} description={isNew && say("influencers.since.hint")} inputWrapperOrder={["label", "input", "description", "error"]} maxDate={today} valueFormat="YYYY-MM-DD" clearable={isNew} {...form.getInputProps("member_since")} />
    </SimpleGrid>
  );
};
