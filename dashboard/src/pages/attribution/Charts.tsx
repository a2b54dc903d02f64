import { SimpleGrid } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";

import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import type { Column } from "@/ui/table";

import { creditRows, creditSpec, differenceSpec, type Words } from "./charts";
import { type Answer, type Measure, mostDisputed, nameOf } from "./credits";
import { useCredit, useModels } from "./words";

const DRAWN = 12;
const ROW = 26;
const LEGEND = 110;

/** The models as signs, each channel a row: once by credit, once by their difference from last touch. */
export const Charts = ({ answer, measure }: { answer: Answer; measure: Measure }) => {
  const say = useText();
  const models = useModels(answer.models);
  const items = useMemo(() => answer.items.slice(0, DRAWN), [answer]);
  const rows = useMemo(() => creditRows(items, models, measure, say), [items, models, measure, say]);
  const alt = useAlt(answer, measure);
  const isNarrow = useMediaQuery("(max-width: 36em)") ?? false;
  const specs = useMemo(() => {
    const words: Words = { channel: say("attribution.channel"), model: say("attribution.model"), credit: say(`attribution.${measure}`), difference: say("attribution.chart.difference") };
    const drawn = { words, models, isNarrow };
    return { credit: creditSpec(drawn, measure), difference: differenceSpec(drawn) };
  }, [say, measure, models, isNarrow]);
  const columns = useColumns(measure);
  const height = (isNarrow ? 2 : 1) * LEGEND + items.length * ROW;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Chart title={say("attribution.chart.difference")} alt={alt} spec={specs.difference} data={rows} columns={columns} height={height} note={say("attribution.chart.note")} />
      <Chart title={say("attribution.chart.credit")} alt={alt} spec={specs.credit} data={rows} columns={columns} height={height} />
    </SimpleGrid>
  );
};

const useColumns = (measure: Measure): Column<Datum>[] => {
  const say = useText();
  const formats = useFormats();
  const credit = useCredit(measure);
  return [
    { key: "channel", label: say("attribution.channel"), show: (row) => row.channel },
    { key: "model", label: say("attribution.model"), show: (row) => row.model },
    { key: "credit", label: say(`attribution.${measure}`), isFigure: true, show: (row) => credit(Number(row.credit)) },
    { key: "difference", label: say("attribution.chart.difference"), isFigure: true, show: (row) => (row.difference === null ? "–" : formats.ratio(Number(row.difference))) },
  ];
};

const useAlt = (answer: Answer, measure: Measure): string => {
  const say = useText();
  const credit = useCredit(measure);
  const models = useModels(answer.models);
  const count = Math.min(answer.items.length, DRAWN);
  const [first] = mostDisputed(answer.items.slice(0, DRAWN), models.map(({ model }) => model), measure, 1);
  if (!first) return say("attribution.chart.alt.agreed", { count });
  const { item, spread } = first;
  const named = (one: string) => models.find(({ model }) => model === one)?.label ?? one;
  return say("attribution.chart.alt", { count, models: models.length, name: nameOf(item, say), low: credit(spread.low), least: named(spread.least), high: credit(spread.high), most: named(spread.most) });
};
