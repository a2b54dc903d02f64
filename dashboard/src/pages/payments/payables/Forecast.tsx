import { Text } from "@mantine/core";
import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { type Formats, useFormats } from "@/ui/formats";
import type { Column } from "@/ui/table";

import { PARTS, forecastRows, forecastSpec } from "./charts";

const HEIGHT = 260;
type Props = { payables: Schema["PayablesOut"]; isFiltered: boolean };

/** What will fall due, by week or month: what is known, and what is likely to be earned until then. */
export const Forecast = ({ payables: { forecast }, isFiltered }: Props) => {
  const say = useText();
  const formats = useFormats();
  const rows = useMemo(() => forecastRows(forecast, ({ first }) => formats.day(first)), [forecast, formats]);
  const names = useMemo(() => ({ payments: say("payables.part.payments"), open_lines: say("payables.part.open_lines"), fees: say("payables.part.fees"), to_be_earned: say("payables.part.to_be_earned") }), [say]);
  const isExpected = forecast.some((period) => period.expected !== null);
  const spec = useMemo(() => forecastSpec(names, say("word.amount"), isExpected), [names, say, isExpected]);
  const [first] = forecast;
  const of = { count: forecast.length, known: formats.money(first?.known), day: formats.day(first?.last), expected: formats.money(first?.expected?.value), low: formats.money(first?.expected?.low), high: formats.money(first?.expected?.high) };
  const columns: Column<Datum>[] = [
    { key: "period", label: say("payables.from"), show: (row) => <Text span inherit style={{ whiteSpace: "nowrap" }}>{row.period}</Text> },
    ...PARTS.map((part) => ({ key: part, label: names[part], isFigure: true, show: (row: Datum) => money(formats, row[part]) })),
    { key: "expected", label: say("payables.expected"), isFigure: true, show: (row) => <Interval row={row} /> },
  ];
  return (
    <Chart
      title={say("payables.forecast")}
      alt={say(isExpected ? "payables.forecast.alt.expected" : "payables.forecast.alt", of)}
      spec={spec}
      data={rows}
      height={HEIGHT}
      columns={columns}
      note={say(isExpected ? "payables.forecast.note" : isFiltered ? "payables.forecast.filtered" : "payables.forecast.early")}
    />
  );
};

const money = (formats: Formats, amount: Datum[string] | undefined): string => formats.money(typeof amount === "string" ? amount : null);

const Interval = ({ row }: { row: Datum }) => {
  const say = useText();
  const formats = useFormats();
  if (row.expected === null) return "–";
  return (
    <>
      {money(formats, row.expected)}
      <Text size="xs" c="dimmed">
        {say("payables.interval", { low: money(formats, row.low), high: money(formats, row.high) })}
      </Text>
    </>
  );
};
