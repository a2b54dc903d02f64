import { Card, SimpleGrid, Text, Title } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { Share } from "./Share";
import { valueOf } from "./by";

const PARTS = ["payments_paid", "payments_committed", "expenses", "reported_spend"] as const;

/** What the cost is made of, and what came back by the day of its return. */
export const CostParts = ({ overview }: { overview: Schema["OverviewOut"] }) => (
  <SimpleGrid cols={{ base: 1, md: 2 }}>
    <Parts overview={overview} />
    <CameBack overview={overview} />
  </SimpleGrid>
);

const Parts = ({ overview }: { overview: Schema["OverviewOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const parts = overview.cost_parts;
  const cost = Number(valueOf(overview.totals, "cost") ?? 0);
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {say("finance.parts")}
      </Title>
      {parts ? (
        <DataTable
          label={say("finance.parts")}
          rows={PARTS}
          idOf={(part) => part}
          columns={[
            { key: "part", label: say("finance.part"), show: (part) => say(`finance.part.${part}`) },
            { key: "amount", label: say("word.amount"), isFigure: true, show: (part) => formats.money(parts[part]) },
            { key: "share", label: say("finance.share"), isFigure: true, show: (part) => <Share share={cost > 0 ? Number(parts[part]) / cost : null} /> },
          ]}
        />
      ) : (
        <Text c="dimmed">{say("finance.parts.split")}</Text>
      )}
    </Card>
  );
};

const CameBack = ({ overview }: { overview: Schema["OverviewOut"] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {say("finance.cameBack")}
      </Title>
      <Text fz={26} fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
        {overview.came_back === null ? say("word.unknown") : formats.money(overview.came_back)}
      </Text>
      <Text size="sm" c="dimmed">
        {say(overview.came_back === null ? "finance.cameBack.split" : "finance.cameBack.about")}
      </Text>
    </Card>
  );
};
