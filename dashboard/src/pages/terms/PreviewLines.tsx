import { ScrollArea, Text, Title } from "@mantine/core";

import { type Say, useText } from "@/messages";
import { type Formats, useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

import type { Preview } from "./data";

type Line = Preview["lines"][number];
const HEIGHT = 420;

/** Each line as base × rate = amount, so that it can be checked by hand. */
export const PreviewLines = ({ answer }: { answer: Preview }) => {
  const say = useText();
  const formats = useFormats();
  const rows = answer.lines.map((line, index) => ({ ...line, index }));
  return (
    <section>
      <Title order={3} size="h5">
        {say("terms.preview.lines")}
      </Title>
      <Text size="sm" c="dimmed">
        {say("terms.preview.lines.first", { count: rows.length })}
      </Text>
      <ScrollArea.Autosize mah={HEIGHT} type="auto">
        <DataTable label={say("terms.preview.lines")} rows={rows} columns={columnsOf(rows, say, formats)} idOf={(line) => line.index} />
      </ScrollArea.Autosize>
    </section>
  );
};

const columnsOf = (rows: readonly Line[], say: Say, formats: Formats): Column<Line & { index: number }>[] => [
  { key: "day", label: say("terms.preview.day"), show: (line) => formats.day(line.day) },
  { key: "component", label: say("terms.preview.component"), show: (line) => `${line.component + 1}. ${say(`terms.basis.${line.basis}`)}` },
  { key: "purchase", label: say("terms.preview.purchase"), isFigure: true, show: (line) => (line.purchase_id === null ? "–" : `#${line.purchase_id}`) },
  { key: "base", label: say("terms.preview.base"), isFigure: true, show: (line) => (line.basis === "revenue_share" ? formats.money(line.base) : formats.number(line.base)) },
  { key: "rate", label: say("terms.preview.rate"), isFigure: true, show: (line) => (line.rate === null ? "–" : line.basis === "revenue_share" ? formats.rateOfRevenue(line.rate) : formats.rateOfCount(line.rate)) },
  { key: "amount", label: say("word.amount"), isFigure: true, show: (line) => formats.money(line.amount) },
  { key: "entry", label: say("terms.preview.entry"), show: (line) => say(`terms.preview.entry.${line.entry}`) },
  ...(rows.some(({ reason }) => reason) ? [{ key: "reason", label: say("terms.preview.reason"), show: (line: Line) => line.reason ?? "" }] : []),
];
