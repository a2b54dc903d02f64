import { Alert, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, fieldErrors, useUnsavedGuard } from "@/ui/forms";

import { Refused } from "../Refused";
import { useFresh } from "../useFresh";
import { useRefresh } from "../useRefresh";
import { Fields } from "./Fields";
import { bodyOf, draftOf, isComplete } from "./draft";

type Props = { influencerId: number; current: Schema["PayoutAccountOut"] | null; full: Schema["PayoutAccountFull"] | null; onSaved: () => void };

/** Let an influencer be paid to an account from now on; who changes one is told what follows. */
export const AccountForm = ({ influencerId, current, full, onSaved }: Props) => {
  const say = useText();
  const fresh = useFresh();
  const refresh = useRefresh();
  const [begun, setBegun] = useState(() => draftOf(full));
  const [draft, setDraft] = useState(begun);
  const [known, setKnown] = useState(full);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(begun);
  useUnsavedGuard(isDirty);
  // What is shown in full fills the form in, and leaves it when it is hidden; but never what somebody is typing.
  if (known !== full) {
    setKnown(full);
    if (!isDirty) {
      setBegun(draftOf(full));
      setDraft(draftOf(full));
    }
  }
  const save = async () => {
    setSending(true);
    setError(null);
    try {
      await fresh(() => api.PUT("/api/payout-accounts/{influencer_id}", { body: bodyOf(draft), params: { path: { influencer_id: influencerId }, header: LAST_READ } }));
      setDraft(begun);
      onSaved();
      await refresh();
      done(say("accounts.saved"));
    } catch (refused) {
      setError(refused);
    }
    setSending(false);
  };
  return (
    <Card withBorder component="section" className="no-print" maw={760}>
      <Title order={2} size="h4" mb="xs">
        {say(current ? "accounts.change" : "accounts.first")}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Alert color="blue" variant="light">
            <Text size="sm">{say(current ? "accounts.change.why" : "accounts.first.why")}</Text>
            {current && !full && <Text size="sm">{say("accounts.change.whole")}</Text>}
          </Alert>
          <Fields draft={draft} errors={error === null ? {} : fieldErrors(error)} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} />
          {error !== null && <Refused error={error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={isSending} disabled={!isDirty || !isComplete(draft)}>
              {say("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};
