import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useCatalogue, useMetrics } from "@/ui/catalogue";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Empty } from "@/ui/states";
import type { Column } from "@/ui/table";

import { standingRows, standingSpec } from "./charts";
import { Section } from "./Section";

type Performance = Schema["InfluencerPerformance"];
const ROW = 30;
const MARGIN = 60;
const LABELS = { narrow: 150, wide: 230 };

/** Where it stands among influencers of its platform and tier, metric by metric. */
export const Benchmark = ({ performance }: { performance: Performance }) => {
  const say = useText();
  const catalogue = useMetrics();
  const rows = useMemo(
    () => standingRows(catalogue.map(({ slug, label }) => ({ slug, label, value: performance.metrics[slug], standing: performance.benchmark[slug] }))),
    [catalogue, performance],
  );
  const isNarrow = useMediaQuery("(max-width: 36em)");
  const axis = say("influencers.benchmark.axis");
  const spec = useMemo(() => standingSpec(axis, isNarrow ? LABELS.narrow : LABELS.wide), [axis, isNarrow]);
  const columns = useColumns();
  const title = say("influencers.benchmark");
  const best = rows.reduce<Datum | undefined>((one, row) => (one && Number(one.percentile) >= Number(row.percentile) ? one : row), undefined);
  const missing = catalogue.filter(({ slug }) => !rows.some((row) => row.slug === slug)).map(({ label }) => label);
  if (!best) return <Section title={title}>{catalogue.length > 0 && <Empty>{say("influencers.benchmark.empty")}</Empty>}</Section>;
  return (
    <Chart
      title={title}
      alt={say("influencers.benchmark.alt", { count: rows.length, best: String(best.metric), share: Number(best.percentile) })}
      spec={spec}
      data={rows}
      columns={columns}
      height={rows.length * ROW + MARGIN}
      note={<Note rows={rows} performance={performance} missing={missing} />}
    />
  );
};

/** With whom it is compared, and what cannot be compared. */
const Note = ({ rows, performance, missing }: { rows: readonly Datum[]; performance: Performance; missing: readonly string[] }) => {
  const say = useText();
  const { platform, tier } = performance;
  const cells = [...new Set(rows.map((row) => row.cell))];
  const words = {
    platform_and_tier: say("influencers.cell.platform_and_tier", { platform, tier: say(`influencers.tier.${tier}`) }),
    platform: say("influencers.cell.platform", { platform }),
    all: say("influencers.cell.all"),
  };
  const [first] = cells;
  const among = cells.length === 1 && (first === "platform_and_tier" || first === "platform" || first === "all") ? say("influencers.benchmark.among", { whom: words[first] }) : say("influencers.benchmark.mixed");
  return [among, ...(missing.length > 0 ? [say("influencers.benchmark.missing", { metrics: missing.join(", ") })] : [])].join(" ");
};

const useColumns = (): Column<Datum>[] => {
  const say = useText();
  const formats = useFormats();
  const catalogue = useCatalogue();
  const figure = (key: "value" | "low_quartile" | "median" | "high_quartile") => (row: Datum) => {
    const value = row[key];
    return formats.unit(catalogue(String(row.slug))?.unit ?? "number", typeof value === "boolean" ? null : value);
  };
  return [
    { key: "metric", label: say("influencers.metric"), show: (row) => String(row.metric) },
    { key: "value", label: say("influencers.value"), isFigure: true, show: figure("value") },
    { key: "percentile", label: say("influencers.benchmark.axis"), isFigure: true, show: (row) => formats.ratio(Number(row.percentile)) },
    { key: "low", label: say("influencers.quartile.low"), isFigure: true, show: figure("low_quartile") },
    { key: "median", label: say("influencers.median"), isFigure: true, show: figure("median") },
    { key: "high", label: say("influencers.quartile.high"), isFigure: true, show: figure("high_quartile") },
    { key: "size", label: say("influencers.peers"), isFigure: true, show: (row) => formats.count(Number(row.size)) },
  ];
};
