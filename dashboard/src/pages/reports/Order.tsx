import { Button, Card, Grid, Input, SegmentedControl, Stack, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { useLanguage, useText } from "@/messages";

import { ChartChoice } from "./ChartChoice";
import { DaysInput } from "./DaysInput";
import { FilterFields } from "./FilterFields";
import { daysOf, fieldsOf, type Kind, missingOf } from "./kinds";
import { OptionFields } from "./OptionFields";
import { type Format, type Options, optionsFor, usualLanguage } from "./options";
import { Preview } from "./Preview";
import { fittingCharts } from "./question";
import { QuestionPreview } from "./QuestionPreview";
import { useAsk } from "./useAsk";
import type { Changes, Values } from "./values";

type Props = { kind: Kind; values: Values; onChange: (changes: Changes) => void; choice: ReactNode };

const CUSTOM = "custom";

/** What is asked for at the left, what it will show at the right. */
export const Order = ({ kind, values, onChange, choice }: Props) => {
  const say = useText();
  const { language } = useLanguage();
  const fields = fieldsOf(kind);
  const days = daysOf(kind);
  const isCustom = kind.kind === CUSTOM;
  const [charts, setCharts] = useState(() => kind.charts.map(({ slug }) => slug));
  const [format, setFormat] = useState<Format>(kind.formats[0] ?? "xlsx");
  const [options, setOptions] = useState<Options>({ language: usualLanguage(language) });
  const { ask, isAsking } = useAsk();
  const send = () => ask({ kind: kind.kind, format, filters: { ...values }, charts: kind.charts.length > 0 ? charts : null, options: optionsFor([format], options, kind) });
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 4 }} className="no-print">
        <Card
          withBorder
          component="form"
          style={{ overflow: "visible" }}
          onSubmit={(event: { preventDefault: () => void }) => {
            event.preventDefault();
            void send();
          }}
        >
          <Stack gap="sm">
            {choice}
            {days !== "none" && <DaysInput days={days} values={values} onChange={onChange} />}
            <FilterFields fields={fields} values={values} onChange={onChange} ofSales={isCustom} />
            <ChartChoice kind={kind} chosen={charts} onChange={setCharts} />
            <FormatChoice formats={kind.formats} format={format} onChange={setFormat} />
            <OptionFields kind={kind} formats={[format]} options={options} onChange={setOptions} />
            <Button type="submit" loading={isAsking} disabled={missingOf(fields, values).length > 0}>
              {say("reports.ask")}
            </Button>
          </Stack>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Title order={2} size="h4" mb="sm">
          {say("reports.preview")}
        </Title>
        {isCustom ? (
          <QuestionPreview values={values}>
            <Preview kind={kind} values={values} charts={charts.filter((slug) => fittingCharts(values).includes(slug))} />
          </QuestionPreview>
        ) : (
          <Preview kind={kind} values={values} charts={charts} />
        )}
      </Grid.Col>
    </Grid>
  );
};

type FormatProps = { formats: readonly Format[]; format: Format; onChange: (format: Format) => void };

const FormatChoice = ({ formats, format, onChange }: FormatProps) => {
  const say = useText();
  return (
    <Input.Wrapper label={say("reports.format")} labelElement="div" labelProps={{ id: "report-format" }}>
      <SegmentedControl
        fullWidth
        aria-labelledby="report-format"
        data={formats.map((value) => ({ value, label: say(`reports.format.${value}`) }))}
        value={format}
        onChange={(value) => onChange(formats.find((one) => one === value) ?? format)}
      />
    </Input.Wrapper>
  );
};
