// What the filters of reports are chosen from, beside records by name.
import { $api, type Schema } from "@/api/client";
import type { Kind } from "@/ui/names";

import type { RecordName } from "./kinds";

const MOST = 200;
const LONG = 10 * 60 * 1000;

/** Which records a filter names. */
export const RECORDS: Record<RecordName, Kind> = { influencer_id: "influencer", campaign_id: "campaign", product_id: "product" };

/** The categories or platforms that ever sold something. */
export const useSold = (dimension: "category" | "platform", isWanted: boolean): string[] => {
  const body: Schema["MetricsQuestion"] = { metrics: ["units"], dimensions: [dimension], window: "all", limit: MOST };
  const { data } = $api.useQuery("post", "/api/metrics/query", { body }, { staleTime: LONG, enabled: isWanted });
  return (data?.rows ?? []).map((row) => row[dimension]).filter((one): one is string => typeof one === "string").sort((one, other) => one.localeCompare(other));
};
