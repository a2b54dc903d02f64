import { Select, Text } from "@mantine/core";
import { useMemo } from "react";

import { useText } from "@/messages";
import { type Filters, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";

import { type Period, periodBefore, periodOf } from "./periods";

const COMPARES = ["previous", "last_year"] as const;

/** The days shown and those they are compared with: the period before, unless the address says otherwise. */
export const useCompare = (filters: Filters, today: string): { period: Period | null; before: Period | null } =>
  useMemo(() => {
    const period = periodOf(filters, today);
    return { period, before: period && periodBefore(period, filters.compare ?? "previous") };
  }, [filters, today]);

/** With what to compare; a figure without comparison says little here, so there is no choice of nothing. */
export const CompareChoice = () => {
  const say = useText();
  const { filters, change } = useFilters();
  if (filters.window === "all") return null;
  const data = COMPARES.map((value) => ({ value, label: say(`filter.compare.${value}`) }));
  return <Select label={say("filter.compare")} data={data} value={filters.compare ?? "previous"} onChange={(compare) => change({ compare })} allowDeselect={false} w={170} className="no-print" />;
};

/** Which days these are, in words: figures without their days mislead. */
export const Compared = ({ period, before }: { period: Period | null; before: Period | null }) => {
  const say = useText();
  const { day } = useFormats();
  const words = () => {
    if (!period) return say("performance.period.all");
    const [from, to] = [day(period.from), day(period.to)];
    return before ? say("performance.compared", { from, to, beforeFrom: day(before.from), beforeTo: day(before.to) }) : say("performance.period", { from, to });
  };
  return (
    <Text size="sm" c="dimmed">
      {words()}
    </Text>
  );
};
