import { useMemo } from "react";

import { useText } from "@/messages";
import { Chart } from "@/ui/chart";
import { useFormats } from "@/ui/formats";

import { heightOf, intervalsOf, intervalSpec } from "./charts";
import { type Item, type Level, WORDS } from "./data";

/** Expected ROI of the first of the list, each with its interval. */
export const Intervals = ({ items, by }: { items: readonly Item[]; by: Level }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => intervalsOf(items), [items]);
  const spec = useMemo(() => intervalSpec({ continue: say("profitability.word.continue"), watch: say("profitability.word.watch"), stop: say("profitability.word.stop") }), [say]);
  const [first] = data;
  if (!first) return null;
  const percent = (value: unknown) => formats.ratio(typeof value === "number" ? value : null);
  const alt = say("profitability.chart.alt", { count: data.length, first: String(first.name), value: percent(first.roi), low: percent(first.low), high: percent(first.high) });
  const columns = [
    { key: "name", label: say(`profitability.level.${by}`), show: (row: (typeof data)[number]) => row.name },
    ...(["roi", "low", "high"] as const).map((name) => ({ key: name, label: say(`profitability.column.${name}`), isFigure: true, show: (row: (typeof data)[number]) => percent(row[name]) })),
    { key: "word", label: say("profitability.word"), show: (row: (typeof data)[number]) => say(`profitability.word.${WORDS.find((one) => one === row.recommendation) ?? "not_enough_data"}`) },
  ];
  return <Chart title={say("profitability.chart")} alt={alt} spec={spec} data={data} columns={columns} height={heightOf(data.length)} order={2} note={say("profitability.chart.note")} />;
};
