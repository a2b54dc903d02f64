import { Card, SimpleGrid, Text, Title } from "@mantine/core";

import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { type Answer, shares, type Touch } from "./credits";
import { useModels } from "./words";

const EXAMPLE: readonly Touch[] = [
  { channel: "A", days: 28 },
  { channel: "B", days: 14 },
  { channel: "A", days: 7 },
  { channel: "C", days: 0 },
];
const CHANNELS = ["A", "B", "C"] as const;
const NO_MODELS: Answer["models"] = [];

/** What each model does, in words and on one path. */
export const Models = ({ models: given }: { models: Answer["models"] | undefined }) => {
  const text = useText();
  const say = useSay();
  const models = useModels(given ?? NO_MODELS);
  if (models.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {text("attribution.models")}
      </Title>
      <DataTable
        label={text("attribution.models")}
        rows={models}
        idOf={({ model }) => model}
        columns={[
          { key: "model", label: text("attribution.model"), width: 170, show: ({ label }) => <b>{label}</b> },
          // The rule is the catalogue's, which is English.
          { key: "rule", label: text("attribution.rule"), show: ({ rule }) => <span lang="en">{rule}</span> },
          { key: "good", label: text("attribution.good"), show: ({ model }) => say(`attribution.good.${model}`) },
        ]}
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} mt="md">
        <Example models={models} />
        <Card withBorder>
          <Title order={3} size="h5" mb="xs">
            {text("attribution.paths")}
          </Title>
          <Text size="sm">{text("attribution.paths.about")}</Text>
        </Card>
      </SimpleGrid>
    </section>
  );
};

const Example = ({ models }: { models: ReturnType<typeof useModels> }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Card withBorder>
      <Title order={3} size="h5" mb="xs">
        {say("attribution.example")}
      </Title>
      <Text size="sm" mb="xs">
        {say("attribution.example.about")}
      </Text>
      <DataTable
        label={say("attribution.example")}
        rows={models}
        idOf={({ model }) => model}
        columns={[
          { key: "model", label: say("attribution.model"), show: ({ label }) => label },
          ...CHANNELS.map((channel) => ({
            key: channel,
            label: channel,
            isFigure: true,
            show: ({ model }: (typeof models)[number]) => {
              const given = shares(model, EXAMPLE);
              return given ? formats.ratio(given.get(channel) ?? 0) : channel === CHANNELS[0] ? say("attribution.example.all") : "";
            },
          })),
        ]}
      />
    </Card>
  );
};
