import { Alert, Button, Card, Grid, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { useLeaving } from "@/pages/finance/leaving";

import { ComponentsEditor } from "./ComponentsEditor";
import { type Term, useRefresh } from "./data";
import { draftOf, newTerms, rulesOf, type TermsDraft } from "./draft";
import { Preview } from "./Preview";
import { RestFields } from "./RestFields";
import { useAgreeing } from "./useAgreeing";

type Props = { campaignId: number; influencerId: number; latest: Term | undefined };

const firstDraft = (latest: Term | undefined): TermsDraft => {
  if (!latest) return newTerms();
  const draft = draftOf(latest);
  return draft.components.length > 0 ? draft : { ...draft, components: newTerms().components };
};

/** The rules on one side, what they would have paid on the other. */
export const TermsForm = ({ campaignId, influencerId, latest }: Props) => {
  const say = useText();
  const [first] = useState(() => firstDraft(latest));
  const [draft, setDraft] = useState(first);
  const { agree, isBusy, agreed, needsReason, refusals, setRefusals } = useAgreeing(campaignId, influencerId);
  const saved = agreed && { to: `/finance/terms/${agreed.term_id}`, message: say("terms.edit.agreed", { version: agreed.term_version }) };
  useLeaving(draft !== first, saved, useRefresh());
  const change = (changes: Partial<TermsDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const rules = () => rulesOf(draft);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void agree(draft);
          }}
          noValidate
        >
          <Stack gap="lg">
            <Card withBorder component="section">
              <Title order={2} size="h4">
                {say("terms.edit.components")}
              </Title>
              <Text size="sm" c="dimmed" mb="sm">
                {say("terms.edit.components.about")}
              </Text>
              <ComponentsEditor draft={draft} onChange={change} refusals={refusals} />
            </Card>
            <RestFields draft={draft} onChange={change} isFirst={!latest} needsReason={needsReason} />
            <Refused words={refusals.general} hasOthers={refusals.components.size > 0} />
            <Group justify="flex-end">
              <Button type="submit" loading={isBusy}>
                {say("terms.edit.agree")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Preview rules={rules} version={JSON.stringify([draft.components, draft.cap])} influencerId={influencerId} campaignId={campaignId} onRefused={setRefusals} />
      </Grid.Col>
    </Grid>
  );
};

const Refused = ({ words, hasOthers }: { words: readonly string[]; hasOthers: boolean }) => {
  const say = useText();
  if (words.length === 0 && !hasOthers) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={say("terms.edit.refused")}>
      {words.map((one) => (
        <Text key={one} size="sm">
          {one}
        </Text>
      ))}
    </Alert>
  );
};
