import { MultiSelect, Select, SimpleGrid } from "@mantine/core";

import { useText } from "@/messages";
import { useCategories } from "@/pages/finance/choices";

import type { Change } from "./ComponentCard";
import { CUSTOMERS } from "./data";
import type { ComponentDraft } from "./draft";

/** Which orders a component is for: of categories, of first or repeat customers. */
export const FitFields = ({ component, onChange }: { component: ComponentDraft; onChange: Change }) => {
  const say = useText();
  const known = useCategories();
  const categories = [...new Set([...known, ...component.categories])];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={say("terms.customers")}
        data={CUSTOMERS.map((value) => ({ value, label: say(`terms.customers.${value}`) }))}
        value={component.customers}
        onChange={(customers) => onChange({ customers: customers ?? "all" })}
        allowDeselect={false}
      />
      <MultiSelect
        label={say("terms.edit.categories")}
        data={categories}
        value={component.categories}
        onChange={(chosen) => onChange({ categories: chosen })}
        placeholder={component.categories.length === 0 ? say("terms.edit.categories.all") : undefined}
        searchable
        clearable
      />
    </SimpleGrid>
  );
};
