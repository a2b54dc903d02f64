import { Title } from "@mantine/core";

import { useText } from "@/messages";
import type { Filters } from "@/ui/filters";
import { Figures } from "@/ui/metrics";
import { Loaded } from "@/ui/states";

import { useFigures } from "./figures";

const ALWAYS = ["orders", "gross_revenue", "net_revenue", "return_rate"] as const;
const NARROWING = ["influencer_id", "campaign_id", "product_id", "category", "platform"] as const;

/** The most important figures of sales under these filters. */
export const Totals = ({ filters }: { filters: Filters }) => {
  const say = useText();
  // Of the whole shop the share is the whole.
  const shown = NARROWING.some((name) => filters[name]?.length) ? [...ALWAYS, "revenue_contribution"] : [...ALWAYS, "aov"];
  const query = useFigures({ metrics: shown, filters });
  return (
    <Loaded query={query}>
      {({ totals, compared }) => (
        <section>
          <Title order={2} className="visually-hidden">
            {say("sales.totals")}
          </Title>
          <Figures figures={shown.map((slug) => ({ slug, value: totals[slug], before: compared ? totals[`${slug}_before`] : undefined }))} />
        </section>
      )}
    </Loaded>
  );
};
