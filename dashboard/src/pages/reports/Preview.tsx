import { Alert, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";

import { useText } from "@/messages";
import { Figures } from "@/ui/metrics";
import { Failure } from "@/ui/states";

import { useFigures } from "./figures";
import { fieldsOf, type Kind, missingOf } from "./kinds";
import { ServerChart } from "./ServerChart";
import { useNamed } from "./useOptions";
import { chartQuery, type Values } from "./values";

type Props = { kind: Kind; values: Values; charts: readonly string[] };

const PAUSE = 400;

/** What the file will show, before it is made: key figures and the charts that were chosen. */
export const Preview = ({ kind, values, charts }: Props) => {
  const say = useText();
  const named = useNamed();
  const [settled] = useDebouncedValue(values, PAUSE);
  const missing = missingOf(fieldsOf(kind), settled);
  const query = chartQuery(settled);
  if (missing.length > 0) {
    return <Alert color="blue">{say("reports.preview.choose", { what: missing.map(({ name }) => named("filter", name)).join(", ") })}</Alert>;
  }
  return (
    <Stack>
      <KeyFigures kind={kind.kind} values={settled} />
      {kind.charts.length === 0 && <Text c="dimmed">{say("reports.preview.rows")}</Text>}
      {query === null && kind.charts.length > 0 && <Text c="dimmed">{say("reports.preview.unfiltered")}</Text>}
      {query !== null &&
        kind.charts.filter(({ slug }) => charts.includes(slug)).map(({ slug, label }) => <ServerChart key={slug} slug={slug} label={named("chart", slug, label)} query={query} />)}
    </Stack>
  );
};

const KeyFigures = ({ kind, values }: { kind: string; values: Values }) => {
  const say = useText();
  const { data, error, refetch } = useFigures(kind, values, true);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say("reports.figures")}
      </Title>
      <Figures figures={data} />
    </section>
  );
};
