import { Text, Title } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { type Answer, type Measure, moved } from "./credits";
import { useModels } from "./words";

/** Model against model: the part of the credit that changes hands. */
export const Moved = ({ answer, measure }: { answer: Answer; measure: Measure }) => {
  const say = useText();
  const formats = useFormats();
  const models = useModels(answer.models);
  const pairs = models.flatMap((one, index) => models.slice(index + 1).map((other) => ({ one, other, part: moved(answer, one.model, other.model, measure) ?? 0 })));
  const [most] = pairs.toSorted((one, other) => other.part - one.part);
  if (!most) return null;
  return (
    <section>
      <Title order={2} size="h4">
        {say("attribution.moved")}
      </Title>
      <Text size="sm" mb="xs">
        {say("attribution.moved.most", { part: formats.ratio(most.part), one: most.one.label, other: most.other.label })}{" "}
        <Text span inherit c="dimmed">
          {say("attribution.moved.about")}
        </Text>
      </Text>
      <DataTable
        label={say("attribution.moved")}
        rows={models}
        idOf={({ model }) => model}
        columns={[
          { key: "model", label: say("attribution.model"), show: ({ label }) => label },
          ...models.map((column) => ({
            key: column.model,
            label: column.label,
            isFigure: true,
            show: (row: (typeof models)[number]) => (row.model === column.model ? "" : formats.ratio(moved(answer, row.model, column.model, measure))),
          })),
        ]}
      />
    </section>
  );
};
