import { Alert, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { $api, type Schema } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { type Value as Amount, useFormats } from "@/ui/formats";
import { Figures, MetricName } from "@/ui/metrics";
import { useNames } from "@/ui/names";
import { Failure, Loading } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { questionOf } from "./question";
import { useNamed } from "./useOptions";
import type { Values } from "./values";
import { monthName } from "./when";

type Answer = Schema["MetricsAnswer"];
type Row = Answer["rows"][number];

const PAUSE = 400;
const SHOWN = 12;
const DAYS = ["day", "week"];
const DIRECT = -1;
const BEFORE = /_before$/;

const amountOf = (value: unknown): Amount => (typeof value === "string" || typeof value === "number" ? value : null);

/** The answer to a question of one's own: its totals and first rows, asked as the report asks, and what else is drawn of it. */
export const QuestionPreview = ({ values, children }: { values: Values; children: ReactNode }) => {
  const say = useText();
  const [settled] = useDebouncedValue(values, PAUSE);
  const body = questionOf(settled, SHOWN);
  const { data, error, refetch } = $api.useQuery("post", "/api/metrics/query", { body }, { enabled: body.metrics.length > 0, placeholderData: keepPreviousData });
  if (body.metrics.length === 0) return <Alert color="blue">{say("reports.question.choose")}</Alert>;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Stack>
      <Totals answer={data} />
      {(body.dimensions ?? []).length > 0 && <Rows answer={data} />}
      {children}
    </Stack>
  );
};

const Totals = ({ answer: { totals } }: { answer: Answer }) => {
  const say = useText();
  const slugs = Object.keys(totals).filter((slug) => !BEFORE.test(slug));
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say("reports.question.totals")}
      </Title>
      <Figures figures={slugs.map((slug) => ({ slug, value: amountOf(totals[slug]), ...(`${slug}_before` in totals ? { before: amountOf(totals[`${slug}_before`]) } : {}) }))} />
    </section>
  );
};

const Rows = ({ answer }: { answer: Answer }) => {
  const say = useText();
  const nameOf = useDimensionNames(answer.rows);
  const formats = useFormats();
  const columns: Column<Row>[] = answer.columns.map(({ name, label, unit }) =>
    unit === null
      ? { key: name, label: nameOf.dimension(name), show: (row) => nameOf.value(name, row[name]) }
      : { key: name, label: BEFORE.test(name) ? label : <MetricName slug={name} />, isFigure: true, show: (row) => formats.unit(unit, amountOf(row[name])) },
  );
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {say("reports.question.rows")}
      </Title>
      <DataTable label={say("reports.question.rows")} rows={answer.rows} columns={columns} idOf={(row) => JSON.stringify(row)} empty={say("reports.question.none")} />
      {answer.next_cursor && (
        <Text size="sm" c="dimmed">
          {say("reports.question.more", { count: answer.rows.length })}
        </Text>
      )}
    </section>
  );
};

/** What a dimension is called, and each of its values: records by their names, days as days. */
const useDimensionNames = (rows: readonly Row[]) => {
  const say = useText();
  const named = useNamed();
  const formats = useFormats();
  const { language } = useLanguage();
  const idsOf = (dimension: string) => rows.map((row) => row[dimension]).filter((one): one is number => typeof one === "number");
  const names: Partial<Record<string, (id: number) => string | undefined>> = {
    influencer: useNames("influencer", idsOf("influencer")),
    campaign: useNames("campaign", idsOf("campaign")),
    product: useNames("product", idsOf("product")),
  };
  const value = (dimension: string, given: unknown): string => {
    if (given === null || given === undefined) return say("word.none");
    if (given === DIRECT) return say("reports.question.direct");
    if (typeof given === "number" && names[dimension]) return names[dimension](given) ?? `#${given}`;
    if (dimension === "month") return monthName(language, String(given));
    return DAYS.includes(dimension) ? formats.day(String(given)) : String(given);
  };
  return { value, dimension: (name: string) => named("option", name) };
};
