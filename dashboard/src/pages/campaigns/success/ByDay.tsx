import { Select, Stack, Text } from "@mantine/core";
import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { Chart } from "@/ui/chart";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";

import { dayData, daySpec, summary } from "./charts";

const FIRST = "net_revenue";
const OFFERED = ["net_revenue", "orders", "units", "cost", "clicks", "impressions", "engagements", "new_customers", "returned_revenue", "ctr", "cvr"] as const;

/** One metric, day by day. */
export const ByDay = ({ days }: { days: readonly Schema["DayFigures"][] }) => {
  const say = useText();
  const formats = useFormats();
  const metricOf = useCatalogue();
  const { search, change } = useFilters();
  const slug = OFFERED.find((one) => one === search.get("metric")) ?? FIRST;
  const metric = metricOf(slug);
  const label = metric?.label ?? slug;
  const data = useMemo(() => dayData(days, slug), [days, slug]);
  const spec = useMemo(() => daySpec(label, metric?.unit), [label, metric?.unit]);
  const told = summary(data);
  const title = say("campaigns.byDay", { metric: label });
  return (
    <Stack gap="xs" component="section">
      <Select
        label={say("campaigns.byDay.metric")}
        data={OFFERED.map((value) => ({ value, label: metricOf(value)?.label ?? value }))}
        value={slug}
        onChange={(value) => change({ metric: value })}
        allowDeselect={false}
        w={260}
        className="no-print"
      />
      {!told && (
        <Text size="sm" c="dimmed">
          {say("campaigns.byDay.empty")}
        </Text>
      )}
      {told && (
        <Chart
          title={title}
          alt={say("campaigns.byDay.alt", { metric: label, first: formats.day(told.first), last: formats.day(told.last), peak: formats.day(told.peak), value: formats.unit(metric?.unit ?? "number", told.value) })}
          spec={spec}
          data={data}
          columns={[
            { key: "day", label: say("word.date"), show: (row) => formats.day(String(row["day"])) },
            { key: "value", label, isFigure: true, show: (row) => formats.unit(metric?.unit ?? "number", Number(row["value"])) },
          ]}
          height={220}
        />
      )}
    </Stack>
  );
};
