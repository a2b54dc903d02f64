import { Button, Card, Group, Select, SimpleGrid, Stack, TagsInput, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

import { moneyIn } from "../draft";
import { CUSTOMERS, planOf } from "./plan";

const CODE = /^[A-Z]{2}$/;
const RATINGS = ["2", "3", "4", "5"];

const initialOf = (search: URLSearchParams) => {
  const { budget, days, customers, min_rating, country, max_influencers } = planOf(search);
  return { budget: budget ?? "", days: String(days ?? ""), customers: customers ?? null, min_rating: min_rating ? String(min_rating) : null, country, max: String(max_influencers ?? "") };
};

/** What would be otherwise than in the campaign: budget, length, whom it is for. It goes into the address. */
export const PlanForm = () => {
  const say = useText();
  const { search, change } = useFilters();
  const [plan, setPlan] = useState(() => initialOf(search));
  const set = (changes: Partial<typeof plan>) => setPlan({ ...plan, ...changes });
  const isWrong = !plan.country.every((code) => CODE.test(code));
  const apply = () => change({ ...plan, budget: plan.budget ? moneyIn(plan.budget) : null, days: plan.days || null, max: plan.max || null });
  return (
    <Card withBorder component="section" className="no-print">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) apply();
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h5">
            {say("campaigns.plan")}
          </Title>
          <Text size="xs" c="dimmed">
            {say("campaigns.plan.about")}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
            <TextInput label={say("campaigns.budget")} inputMode="decimal" placeholder={say("campaigns.plan.own")} value={plan.budget} onChange={(event) => set({ budget: event.currentTarget.value })} />
            <TextInput label={say("campaigns.plan.days")} inputMode="numeric" pattern="[0-9]*" placeholder={say("campaigns.plan.own")} value={plan.days} onChange={(event) => set({ days: event.currentTarget.value })} />
            <TextInput label={say("campaigns.plan.max")} inputMode="numeric" pattern="[0-9]*" placeholder={say("campaigns.plan.any")} value={plan.max} onChange={(event) => set({ max: event.currentTarget.value })} />
            <Select
              label={say("campaigns.plan.customers")}
              data={CUSTOMERS.map((value) => ({ value, label: say(`campaigns.plan.customers.${value}`) }))}
              placeholder={say("filter.any")}
              value={plan.customers}
              onChange={(customers) => set({ customers: CUSTOMERS.find((one) => one === customers) ?? null })}
              clearable
            />
            <Select label={say("campaigns.plan.rating")} data={RATINGS} placeholder={say("filter.any")} value={plan.min_rating} onChange={(min_rating) => set({ min_rating })} clearable />
            <TagsInput
              label={say("campaigns.plan.country")}
              placeholder={plan.country.length === 0 ? say("campaigns.plan.country.example") : undefined}
              value={plan.country}
              error={isWrong && say("campaigns.plan.country.bad")}
              onChange={(country) => set({ country: country.map((one) => one.trim().toUpperCase()) })}
            />
          </SimpleGrid>
          <Group>
            <Button type="submit">{say("action.apply")}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};
