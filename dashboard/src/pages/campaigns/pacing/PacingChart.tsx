import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart } from "@/ui/chart";
import { useFormats } from "@/ui/formats";

import { pacingData, pacingSpec } from "./charts";

const AMOUNTS = ["planned", "cost", "projected", "low", "high"] as const;

/** Sums from the first day on: what was planned, what it cost, and what is projected with its interval. */
export const PacingChart = ({ pacing }: { pacing: Schema["PacingOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => pacingData(pacing.series), [pacing.series]);
  const spec = useMemo(() => {
    const named = (name: "planned" | "cost" | "projected" | "budget") => say(`campaigns.pacing.chart.${name}`);
    const names = { planned: named("planned"), cost: named("cost"), projected: named("projected"), budget: named("budget") };
    return pacingSpec(data, names, { budget: Number(pacing.planned), today: pacing.as_of });
  }, [say, data, pacing.planned, pacing.as_of]);
  const { projected } = pacing;
  const spent = pacing.series.findLast(({ cost }) => cost !== null);
  const words = { planned: formats.money(pacing.planned), cost: formats.money(spent?.cost ?? "0.00"), day: formats.day(spent?.day ?? pacing.as_of) };
  const alt = projected
    ? say("campaigns.pacing.chart.alt.projected", { ...words, projected: formats.money(projected.value), low: formats.money(projected.low), high: formats.money(projected.high) })
    : say("campaigns.pacing.chart.alt", words);
  return (
    <Chart
      title={say("campaigns.pacing.chart")}
      alt={alt}
      spec={spec}
      data={data}
      columns={[
        { key: "day", label: say("word.date"), show: (row) => formats.day(String(row["day"])) },
        ...AMOUNTS.map((name) => ({ key: name, label: say(`campaigns.pacing.chart.${name}`), isFigure: true, show: (row: Record<string, string | number | boolean | null>) => formats.money(row[name] === null ? null : Number(row[name])) })),
      ]}
      note={say("campaigns.pacing.chart.note")}
      height={320}
    />
  );
};
