import { Alert, Button, Card, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";

import type { Preview as Answer, Rules } from "./data";
import { daysFrom } from "./days";
import { PreviewResult } from "./PreviewResult";
import { type Refusals, refusalsOf } from "./refusals";

type Props = {
  /** The rules as they are when the button is pressed. */
  rules: () => Rules;
  /** Changes whenever the rules do, so that an answer about others says so. */
  version: string | number;
  influencerId: number | null;
  campaignId: number | null;
  onRefused?: (refusals: Refusals) => void;
};
type Tried = { answer: Answer; rules: Rules; version: string | number };

const LAST_DAYS = 90;

/** What rules would have paid for what came through the influencer. */
export const Preview = ({ rules, version, influencerId, campaignId, onRefused }: Props) => {
  const say = useText();
  const { business_day } = useMe();
  const [days, setDays] = useState<[string | null, string | null]>([daysFrom(business_day, 1 - LAST_DAYS), business_day]);
  const [isNarrow, setNarrow] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [words, setWords] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [from, to] = days;
  const run = async (influencer_id: number, first: string, last: string) => {
    const sent = rules();
    setBusy(true);
    try {
      const { data } = await api.POST("/api/terms/preview", { body: { influencer_id, campaign_id: isNarrow ? campaignId : null, rules: sent, from: first, to: last } });
      if (data) setTried({ answer: data, rules: sent, version });
      setWords([]);
      onRefused?.({ general: [], components: new Map() });
    } catch (error) {
      const refused = refusalsOf(error);
      setWords([...refused.general, ...[...refused.components].flatMap(([at, told]) => Object.values(told).map((one) => `${at + 1}. ${one}`))]);
      onRefused?.(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4">
        {say("terms.preview")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say(influencerId === null ? "terms.preview.who" : "terms.preview.about")}
      </Text>
      <Stack>
        <Group align="flex-end">
          <DatePickerInput type="range" label={say("terms.preview.days")} value={days} onChange={setDays} maxDate={business_day} w={250} valueFormat="D MMM YYYY" />
          <Button loading={isBusy} disabled={influencerId === null || !from || !to} onClick={() => influencerId !== null && from && to && void run(influencerId, from, to)}>
            {say("terms.preview.run")}
          </Button>
        </Group>
        {campaignId !== null && <Checkbox label={say("terms.preview.narrow")} checked={isNarrow} onChange={(event) => setNarrow(event.currentTarget.checked)} />}
        {words.length > 0 && (
          <Alert color="red" variant="light" role="alert">
            {words.map((one) => (
              <Text key={one} size="sm">
                {one}
              </Text>
            ))}
          </Alert>
        )}
        {tried && tried.version !== version && (
          <Text size="sm" role="status">
            {say("terms.preview.stale")}
          </Text>
        )}
        {tried && <PreviewResult {...tried} />}
      </Stack>
    </Card>
  );
};
