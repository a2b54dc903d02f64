import { Alert, Anchor, Card, List, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { type Answer, type Measure, mostDisputed } from "./credits";
import { useChannel, useCredit, useModels } from "./words";

const MOST = 5;

/** In words: whom the models see most differently. */
export const Disputed = ({ answer, measure }: { answer: Answer; measure: Measure }) => {
  const say = useText();
  const formats = useFormats();
  const models = useModels(answer.models);
  const channel = useChannel();
  const credit = useCredit(measure);
  const named = (one: string) => models.find(({ model }) => model === one)?.label ?? one;
  const disputed = mostDisputed(answer.items, models.map(({ model }) => model), measure, MOST);
  if (disputed.length === 0) return <Alert color="gray">{say("attribution.agreed")}</Alert>;
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="xs">
        {say("attribution.disputed")}
      </Title>
      <List size="sm" spacing={4}>
        {disputed.map(({ item, spread }) => (
          <List.Item key={String(item.influencer_id)}>
            {item.origin === "influencer" ? (
              <Anchor component={Link} to={`/influencers/${item.influencer_id}`} fw={600}>
                {channel(item)}
              </Anchor>
            ) : (
              <Text span inherit fw={600}>
                {channel(item)}
              </Text>
            )}
            {": "}
            {say("attribution.disputed.one", { low: credit(spread.low), least: named(spread.least), high: credit(spread.high), most: named(spread.most), relative: formats.ratio(spread.relative) })}
          </List.Item>
        ))}
      </List>
    </Card>
  );
};
