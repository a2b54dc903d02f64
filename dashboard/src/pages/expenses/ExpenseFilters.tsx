import { Checkbox, Group } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";

import { useText } from "@/messages";
import { MoreFilters } from "@/pages/finance/MoreFilters";
import { CampaignPick } from "@/ui/pickers";
import { ChoiceFilter, useFilters } from "@/ui/filters";

import { STATUSES, useCostCategories } from "./data";

export const ExpenseFilters = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const categories = useCostCategories();
  return (
    <Group align="flex-end" gap="sm" className="no-print">
      <ChoiceFilter name="status" label={say("word.status")} data={STATUSES.map((value) => ({ value, label: say(`expenses.status.${value}`) }))} />
      <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={220} />
      <MoreFilters>
        <ChoiceFilter name="cost_category" label={say("budgets.category")} data={categories} />
        <DatePickerInput
          type="range"
          label={say("expenses.days")}
          // Both days or none: half a range is kept by the field itself until its end is chosen.
          defaultValue={[filters.from ?? null, filters.to ?? null]}
          onChange={([from, to]) => (from && to ? change({ from, to }) : !from && !to && change({ from: null, to: null }))}
          placeholder={say("filter.any")}
          valueFormat="D MMM YYYY"
          clearable
          w={250}
        />
        <ChoiceFilter name="receipt" label={say("expenses.receipt")} data={(["yes", "no"] as const).map((value) => ({ value, label: say(`expenses.receipt.${value}`) }))} />
        <Checkbox label={say("expenses.mine")} checked={search.has("mine")} onChange={(event) => change({ mine: event.currentTarget.checked ? 1 : null })} mb={8} />
      </MoreFilters>
    </Group>
  );
};
