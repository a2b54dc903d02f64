import type { Schema } from "@/api/client";
import type { Compare } from "@/ui/filters";
import { Figures } from "@/ui/metrics";

import { valueOf } from "./by";

const MAIN = ["net_revenue", "returned_revenue", "cost", "net_contribution", "roi"] as const;

export const Totals = ({ totals, compare }: { totals: Schema["Compared"]; compare: Compare | undefined }) => {
  const before = compare ? totals[compare] : null;
  return <Figures figures={MAIN.map((slug) => ({ slug, value: valueOf(totals, slug), before: before ? valueOf(before, slug) : undefined }))} />;
};
