import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMetrics } from "@/ui/catalogue";
import { Change, MetricName, MetricValue } from "@/ui/metrics";
import { Loading } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { Section } from "./Section";

type Metric = Schema["MetricOut"];

/** Every metric of the catalogue, now and before. */
export const AllMetrics = ({ performance }: { performance: Schema["InfluencerPerformance"] }) => {
  const say = useText();
  const metrics = useMetrics();
  const other = performance.previous ?? performance.last_year;
  const title = say("influencers.metrics");
  const columns: Column<Metric>[] = [
    { key: "metric", label: say("influencers.metric"), show: ({ slug }) => <MetricName slug={slug} /> },
    { key: "value", label: say("influencers.value"), isFigure: true, show: ({ slug }) => <MetricValue slug={slug} value={performance.metrics[slug]} /> },
  ];
  if (other) columns.push({ key: "change", label: say("influencers.change"), show: ({ slug }) => <Change slug={slug} value={performance.metrics[slug]} before={other.metrics[slug]} /> });
  return <Section title={title}>{metrics.length === 0 ? <Loading /> : <DataTable label={title} rows={metrics} columns={columns} idOf={({ slug }) => slug} />}</Section>;
};
