import { useMemo } from "react";

import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import type { Filters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import type { Column } from "@/ui/table";

import { seriesRows, seriesSpec } from "./charts";
import { type Row, useFigures } from "./figures";
import { type Step, stepOf } from "./values";

/** Sales over time: what was kept, and what came back of it, by the day of the purchase. */
export const Series = ({ filters }: { filters: Filters }) => {
  const step = stepOf(filters);
  const query = useFigures({ metrics: ["net_revenue", "returned_revenue", "units", "orders"], dimensions: [step], sort: step, filters });
  return <Loaded query={query}>{({ rows }) => <Bars rows={rows} step={step} />}</Loaded>;
};

const Bars = ({ rows, step }: { rows: readonly Row[]; step: Step }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => seriesRows(rows, step, formats.day, { kept: say("sales.kept"), returned: say("sales.returned") }), [rows, step, formats, say]);
  const spec = useMemo(() => seriesSpec({ amount: say("sales.revenue"), part: say("sales.part"), when: say(`sales.step.${step}`) }, [say("sales.kept"), say("sales.returned")], data.length / 2), [say, step, data]);
  const [best] = data.toSorted((one, other) => Number(other.amount) - Number(one.amount));
  if (!best) return <Empty>{say("sales.none")}</Empty>;
  const columns: Column<Datum>[] = [
    { key: "when", label: say(`sales.step.${step}`), show: (row) => row.when },
    { key: "part", label: say("sales.part"), show: (row) => row.part },
    { key: "amount", label: say("sales.revenue"), isFigure: true, show: (row) => formats.money(String(row.exact)) },
    { key: "orders", label: say("sales.orders"), isFigure: true, show: (row) => formats.count(Number(row.orders)) },
    { key: "units", label: say("sales.units"), isFigure: true, show: (row) => formats.count(Number(row.units)) },
  ];
  const alt = say("sales.series.alt", { count: data.length / 2, best: String(best.when), amount: formats.money(String(best.exact)) });
  return <Chart title={say(`sales.series.${step}`)} alt={alt} spec={spec} data={data} columns={columns} height={260} note={step === "day" ? undefined : say("sales.series.note")} />;
};
