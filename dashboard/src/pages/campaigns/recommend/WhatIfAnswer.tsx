import { Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import type { Named } from "../Finder";
import { Note } from "../Note";
import { Range } from "../Range";
import { ArrangeThese } from "./BestSet";
import { Members, SetFacts } from "./SetTable";
import { verdictOf } from "./verdict";

type Props = { answer: Schema["WhatIfOut"]; campaignId: number; names: readonly Named[] };

/** The difference first, with how sure it is; then both sets side by side. */
export const WhatIfAnswer = ({ answer, campaignId, names }: Props) => {
  const say = useText();
  const formats = useFormats();
  const { difference, now, then, best, unknown } = answer;
  const named = unknown.map((id) => names.find(({ value }) => value === String(id))?.label ?? `#${id}`);
  const isThere = new Set(now.members.map(({ influencer_id }) => influencer_id));
  return (
    <Stack>
      <Card withBorder component="section" aria-live="polite">
        <Title order={2} size="h4">
          {say("campaigns.whatIf.difference")}
        </Title>
        <Text fz={24} fw={650} component="div">
          <Range of={difference} isSigned />
        </Text>
        <Text>{say(`campaigns.whatIf.${verdictOf(difference)}`)}</Text>
        <Text size="sm" c="dimmed">
          {say("campaigns.recommend.indication")} {answer.as_of && say("campaigns.whatIf.asOf", { day: formats.day(answer.as_of) })}
        </Text>
        {best && best.gap > 0 && <Text size="sm">{say("campaigns.best.gap", { count: best.considered, gap: formats.ratio(best.gap) })}</Text>}
      </Card>
      {named.length > 0 && <Note isWarning title={say("campaigns.whatIf.unknown", { names: named.join(", ") })} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: "start" }}>
        {(["now", "then"] as const).map((which) => (
          <Card key={which} withBorder component="section">
            <Title order={2} size="h5" mb="xs">
              {say(`campaigns.whatIf.${which}`)}
            </Title>
            <Stack>
              <SetFacts set={answer[which]} />
              {which === "then" && <ArrangeThese campaignId={campaignId} members={then.members.filter(({ influencer_id }) => !isThere.has(influencer_id))} />}
              <Members set={answer[which]} label={say(`campaigns.whatIf.${which}`)} />
            </Stack>
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
};
