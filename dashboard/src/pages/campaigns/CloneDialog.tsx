import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { done, wordsOf } from "@/ui/forms";

import { type Campaign, useKeys, useRefresh } from "./data";

const LONGEST_NAME = 50;
type Props = { campaign: Campaign; opened: boolean; onClose: () => void };

/** Ask when the copy begins; it lasts as long as the original and has the same arrangements. */
export const CloneDialog = ({ campaign, opened, onClose }: Props) => {
  const say = useText();
  return (
    <Modal opened={opened} onClose={onClose} title={say("campaigns.clone.title", { name: campaign.campaign_name })} closeButtonProps={{ "aria-label": say("action.close") }}>
      <CloneForm campaign={campaign} onClose={onClose} />
    </Modal>
  );
};

const CloneForm = ({ campaign, onClose }: Omit<Props, "opened">) => {
  const say = useText();
  const go = useNavigate();
  const refresh = useRefresh();
  const { business_day } = useMe();
  const [start, setStart] = useState(business_day);
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const keyFor = useKeys();
  const clone = async () => {
    try {
      const body = { start_date: start, campaign_name: name.trim() || null };
      const params = { path: { campaign_id: campaign.campaign_id }, header: { "Idempotency-Key": keyFor(body) } };
      const { data } = await api.POST("/api/campaigns/{campaign_id}/clone", { params, body });
      await refresh();
      onClose();
      if (!data) return;
      done(say("campaigns.clone.done", { name: data.campaign_name }));
      void go(`/campaigns/${data.campaign_id}/edit`);
    } catch (refused) {
      setError(wordsOf(asProblem(refused), say));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void clone();
      }}
    >
      <Stack>
        <Text size="sm">{say("campaigns.clone.about")}</Text>
        <DateInput label={say("campaigns.start")} value={start} onChange={(day) => day && setStart(day)} required />
        <TextInput label={say("word.name")} description={say("campaigns.clone.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={LONGEST_NAME} />
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit">{say("campaigns.clone")}</Button>
        </Group>
      </Stack>
    </form>
  );
};
