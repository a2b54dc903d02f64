import { Alert, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";

import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { Figures } from "@/ui/metrics";
import { Failure } from "@/ui/states";

import { useFigures } from "./figures";
import { fieldsOf, type Kind, missingOf } from "./kinds";
import { ServerChart } from "./ServerChart";
import { useNamed } from "./useOptions";
import { useQuestionWords } from "./useQuestionWords";
import { chartQuery, type Values } from "./values";

type Props = { kind: Kind; values: Values; charts: readonly string[] };

const PAUSE = 400;
const CUSTOM = "custom";
const MALFORMED = 422;

/** What the file will show, before it is made: key figures and the charts that were chosen. */
export const Preview = ({ kind, values, charts }: Props) => {
  const say = useText();
  const named = useNamed();
  const [settled] = useDebouncedValue(values, PAUSE);
  const missing = missingOf(fieldsOf(kind), settled);
  const query = chartQuery(settled);
  // Of a question of one's own, a chart is called by what it asks.
  const words = useQuestionWords();
  const titleOf = (slug: string, label: string) => (kind.kind === CUSTOM ? words(settled) : named("chart", slug, label));
  const figures = useFigures(kind.kind, settled, missing.length === 0);
  const refusal = figures.error && asProblem(figures.error);
  if (missing.length > 0) {
    return <Alert color="blue">{say("reports.preview.choose", { what: missing.map(({ name }) => named("filter", name)).join(", ") })}</Alert>;
  }
  // What is asked makes no sense (yet); every chart would be refused in the same words.
  if (refusal?.status === MALFORMED) return <Alert color="blue">{refusal.detail}</Alert>;
  return (
    <Stack>
      <KeyFigures query={figures} />
      {kind.charts.length === 0 && <Text c="dimmed">{say("reports.preview.rows")}</Text>}
      {query === null && kind.charts.length > 0 && <Text c="dimmed">{say("reports.preview.unfiltered")}</Text>}
      {query !== null &&
        kind.charts.filter(({ slug }) => charts.includes(slug)).map(({ slug, label }) => <ServerChart key={slug} slug={slug} label={titleOf(slug, label)} query={query} />)}
    </Stack>
  );
};

const KeyFigures = ({ query: { data, error, refetch } }: { query: ReturnType<typeof useFigures> }) => {
  const say = useText();
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
