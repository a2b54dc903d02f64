// Questions to the metrics, and their answers as rows that can be drawn.
import { $api, type Schema } from "@/api/client";
import type { Filters } from "@/ui/filters";
import { windowOf } from "@/ui/filters";

type Question = Schema["MetricsQuestion"];
export type Row = Schema["MetricsAnswer"]["rows"][number];
const MOST = 1000;

const filtersOf = ({ influencer_id = [], campaign_id = [], product_id = [], category = [], platform = [] }: Filters): Question["filters"] => ({
  influencer_id,
  campaign_id,
  product_id,
  category,
  platform,
});

type Asked = { metrics: readonly string[]; dimensions?: Question["dimensions"]; sort?: string; limit?: number; filters: Filters };

/** Ask for metrics under the filters on the screen; compared only where there are no steps of time. */
export const useFigures = ({ metrics, dimensions = [], sort, limit = MOST, filters }: Asked) => {
  const isTimed = dimensions.some((one) => one === "day" || one === "week" || one === "month");
  const body: Question = { metrics: [...metrics], dimensions, sort, limit, ...windowOf(filters), filters: filtersOf(filters), compare: isTimed ? undefined : filters.compare };
  return $api.useQuery("post", "/api/metrics/query", { body });
};

export const numberOf = (row: Row, name: string): number => Number(row[name] ?? 0);
export const textOf = (row: Row, name: string): string => String(row[name] ?? "");
