import { Stack, Text, Title } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Change, MetricName, MetricValue } from "@/ui/metrics";
import { type Column, DataTable } from "@/ui/table";

import type { Metrics } from "../data";
import { Reached } from "./Reached";

type Success = Schema["SuccessOut"];
type Row = { slug: string; value: string | number | null; target?: Schema["TargetOut"]; before: string | number | null; past: string | number | null };

/** A row for each metric; what the campaign is meant to reach comes first. */
const rowsOf = ({ metrics, targets, previous, past }: Success): Row[] =>
  Object.entries(metrics as Metrics)
    .map(([slug, value]) => ({
      slug,
      value,
      target: targets.find(({ metric }) => metric === slug),
      before: (previous?.metrics as Metrics | undefined)?.[slug] ?? null,
      past: (past?.metrics as Metrics | undefined)?.[slug] ?? null,
    }))
    .toSorted((one, other) => Number(other.target !== undefined) - Number(one.target !== undefined));

/** Every metric of the campaign beside its target, the period before, and the mean of past campaigns. */
export const Comparison = ({ success }: { success: Success }) => {
  const say = useText();
  const formats = useFormats();
  const { previous, past } = success;
  const title = say(success.first ? "campaigns.success.metrics" : "campaigns.success.comparison");
  const columns: Column<Row>[] = [
    { key: "metric", label: say("campaigns.target.metric"), show: ({ slug }) => <MetricName slug={slug} /> },
    { key: "value", label: say("campaigns.success.value"), isFigure: true, show: ({ slug, value }) => <MetricValue slug={slug} value={value} /> },
    ...(success.targets.length > 0 ? [{ key: "target", label: say("campaigns.target"), show: ({ target }: Row) => target && <Reached target={target} /> }] : []),
    ...(previous ? [{ key: "before", label: say("campaigns.success.before"), show: ({ slug, value, before }: Row) => <Against slug={slug} value={value} other={before} /> }] : []),
    ...(past ? [{ key: "past", label: say("campaigns.success.past"), show: (row: Row) => <Against slug={row.slug} value={row.value} other={row.past} /> }] : []),
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <DataTable label={title} rows={rowsOf(success)} columns={columns} idOf={({ slug }) => slug} />
      <Stack gap={2} mt="xs">
        {previous && (
          <Text size="xs" c="dimmed">
            {say("campaigns.success.before.about", { first: formats.day(previous.first), last: formats.day(previous.last) })}
          </Text>
        )}
        {past && (
          <Text size="xs" c="dimmed">
            {say("campaigns.success.past.about", { count: past.campaigns.length })}
          </Text>
        )}
      </Stack>
    </section>
  );
};

const Against = ({ slug, value, other }: { slug: string; value: Row["value"]; other: Row["value"] }) => {
  const isComparable = value !== null && other !== null && Number(other) !== 0;
  return isComparable ? <Change slug={slug} value={value} before={other} /> : <MetricValue slug={slug} value={other} />;
};
