import { Stack, Text } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { Tabbed, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed } from "@/ui/list";

import { type Answer, askedOf, type Item, LEVELS, useProfitability } from "./data";
import { Intervals } from "./Intervals";
import { ProfitFilters } from "./ProfitFilters";
import { ProfitTable } from "./ProfitTable";
import { Why } from "./Why";
import { Words } from "./Words";

/** Which collaborations earn more than they cost, how sure that is, and whether to go on. */
const Profitability = () => {
  const say = useText();
  const { filters, search } = useFilters();
  const asked = askedOf(search, filters);
  const query = useProfitability(asked);
  const [chosen, setChosen] = useState<Item | null>(null);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const first = query.data?.pages[0];
  return (
    <FinancePage title={say("profitability.title")} about={say("profitability.about")}>
      <div>
        <Tabbed label={say("profitability.level")} tabs={LEVELS.map((value) => ({ value, label: say(`profitability.level.${value}`) }))} />
      </div>
      <ProfitFilters by={asked.by} />
      <Listed query={query}>
        {first && (
          <Stack gap="lg">
            <Words counts={first.recommendations} />
            <Intervals items={items} by={asked.by} />
            <ProfitTable items={items} by={asked.by} sorted={asked.sort} isReckoned={isReckoned(first)} onWhy={setChosen} />
            <Reckoned answer={first} />
          </Stack>
        )}
      </Listed>
      <Why item={chosen} onClose={() => setChosen(null)} />
    </FinancePage>
  );
};

/** Collaborations are reckoned hourly; before the first time there is nothing to show. */
const isReckoned = ({ by, reckoned_at, items }: Answer): boolean => by === "influencer" || reckoned_at !== null || items.length > 0;

const Reckoned = ({ answer }: { answer: Answer }) => {
  const say = useText();
  const formats = useFormats();
  if (!answer.reckoned_at) return null;
  return (
    <Text size="sm" c="dimmed">
      {say("profitability.reckoned", { at: formats.instant(answer.reckoned_at) })}
    </Text>
  );
};

export default Profitability;
