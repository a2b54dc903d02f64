import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import type { Column } from "@/ui/table";

import { isTime, valueOf } from "./by";
import { DRAWN, groupsSpec, heightOf, rowsOf, timeSpec } from "./charts";
import { useKind, usePart } from "./usePart";

export const OverviewChart = ({ overview }: { overview: Schema["OverviewOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const { by } = overview;
  const kind = useKind(by);
  const write = usePart(by);
  const data = useMemo(() => rowsOf(overview, write), [overview, write]);
  const hasCost = data.some(({ cost }) => cost !== null);
  const spec = useMemo(() => {
    const labels = { net_revenue: say("finance.metric.net_revenue"), returned_revenue: say("finance.metric.returned_revenue"), cost: say("finance.metric.cost"), net_contribution: say("finance.metric.net_contribution") };
    return isTime(by) ? timeSpec(say("word.amount"), labels) : groupsSpec(say("word.amount"), labels, hasCost);
  }, [by, say, hasCost]);
  if (data.length === 0) return null;
  const total = (slug: string) => formats.money(valueOf(overview.totals, slug));
  const alt = say("finance.chart.alt", { by: kind, count: data.length, net: total("net_revenue"), returned: total("returned_revenue"), cost: total("cost"), left: total("net_contribution") });
  return <Chart title={say("finance.chart", { by: kind })} alt={alt} spec={spec} data={data} columns={useColumns(by)} height={heightOf(by, data.length)} order={2} note={say("finance.chart.note")} />;
};

const useColumns = (by: Schema["OverviewBy"]): Column<Datum>[] => {
  const say = useText();
  const formats = useFormats();
  return [
    { key: "part", label: say(`finance.by.${by}`), show: (row) => row.part },
    ...DRAWN.map((slug) => ({ key: slug, label: say(`finance.metric.${slug}`), isFigure: true, show: (row: Datum) => formats.money(row[slug] as number | null) })),
  ];
};
