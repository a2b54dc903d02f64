import { useText } from "@/messages";
import type { Filters } from "@/ui/filters";
import { Figures } from "@/ui/metrics";
import { Loaded } from "@/ui/states";

import { useFigures } from "./figures";

const SHOWN = ["orders", "units", "gross_revenue", "net_revenue", "aov", "return_rate", "average_rating", "revenue_contribution"] as const;

/** The most important figures of sales under these filters. */
export const Totals = ({ filters }: { filters: Filters }) => {
  const say = useText();
  const query = useFigures({ metrics: SHOWN, filters });
  return (
    <Loaded query={query}>
      {({ totals, compared }) => (
        <section aria-label={say("sales.totals")}>
          <Figures figures={SHOWN.map((slug) => ({ slug, value: totals[slug], before: compared ? totals[`${slug}_before`] : undefined }))} />
        </section>
      )}
    </Loaded>
  );
};
