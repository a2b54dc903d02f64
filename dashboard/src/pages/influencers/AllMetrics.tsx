import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Change, MetricName, MetricValue } from "@/ui/metrics";
import { Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { Section } from "./Section";

type Performance = Schema["InfluencerPerformance"];

/** Every metric of the catalogue, now and before. */
export const AllMetrics = ({ performance }: { performance: Performance }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/metrics");
  const other = performance.previous ?? performance.last_year;
  const title = say("influencers.metrics");
  return (
    <Section title={title}>
      <Loaded query={query}>
        {({ items }) => (
          <DataTable
            label={title}
            rows={items}
            idOf={({ slug }) => slug}
            columns={[
              { key: "metric", label: say("influencers.metric"), show: ({ slug }) => <MetricName slug={slug} /> },
              { key: "value", label: say("influencers.value"), isFigure: true, show: ({ slug }) => <MetricValue slug={slug} value={performance.metrics[slug]} /> },
              ...(other ? [{ key: "change", label: say("influencers.change"), show: ({ slug }: Schema["MetricOut"]) => <Change slug={slug} value={performance.metrics[slug]} before={other.metrics[slug]} /> }] : []),
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
};
