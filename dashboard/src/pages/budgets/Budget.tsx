import { Anchor, Button, Card, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { useMay } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { type Budget as Plan, type Category, categoryName, useCampaignId } from "./data";
import { Overrides } from "./Overrides";
import { Remaining } from "./Remaining";
import { BarLegend, SpendBar } from "./SpendBar";

const MONEY = ["requested", "committed", "incurred", "paid"] as const;
const HIGH = 20;

const Budget = () => {
  const say = useText();
  const may = useMay();
  const campaign_id = useCampaignId();
  const query = $api.useQuery("get", "/api/budgets/{campaign_id}", { params: { path: { campaign_id } } });
  const title = query.data ? say("budgets.of", { campaign: query.data.campaign_name }) : say("budgets.title");
  const actions = may("budgets.manage") && (
    <Button component={Link} to={`/finance/budgets/${campaign_id}/edit`}>
      {say("budgets.edit")}
    </Button>
  );
  return (
    <FinancePage title={title} above={[{ label: say("budgets.title"), to: "/finance/budgets" }]} actions={actions}>
      <Loaded query={query}>
        {(budget) => (
          <Stack gap="lg">
            <Whole budget={budget} />
            <Categories budget={budget} />
            <Overrides campaignId={campaign_id} />
            <Anchor component={Link} to={`/finance/expenses?campaign_id=${campaign_id}`}>
              {say("budgets.toExpenses")}
            </Anchor>
          </Stack>
        )}
      </Loaded>
    </FinancePage>
  );
};

/** The campaign as a whole: what of its budget is gone, and how far. */
const Whole = ({ budget }: { budget: Plan }) => {
  const say = useText();
  const formats = useFormats();
  const facts = (["budget", "planned", ...MONEY] as const).map((name) => [name, formats.money(budget[name])] as const);
  return (
    <Card withBorder>
      <Stack>
        <SpendBar of={budget} limit={budget.budget} height={HIGH} name={budget.campaign_name} />
        <BarLegend />
        <SimpleGrid cols={{ base: 2, sm: 4, lg: 7 }}>
          {facts.map(([name, value]) => (
            <Fact key={name} name={say(`budgets.${name}`)} about={say(`budgets.${name}.about`)}>
              {value}
            </Fact>
          ))}
          <Fact name={say("budgets.remaining")} about={say("budgets.remaining.about")}>
            <Remaining amount={budget.remaining} />
          </Fact>
        </SimpleGrid>
      </Stack>
    </Card>
  );
};

const Fact = ({ name, about, children }: { name: string; about: string; children: React.ReactNode }) => (
  <div>
    <Text size="sm" fw={600}>
      {name}
    </Text>
    <Text fz="lg" fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
      {children}
    </Text>
    <Text size="xs" c="dimmed">
      {about}
    </Text>
  </div>
);

const Categories = ({ budget }: { budget: Plan }) => {
  const say = useText();
  const formats = useFormats();
  const columns: Column<Category>[] = [
    { key: "category", label: say("budgets.category"), show: (one) => categoryName(one.cost_category, say) },
    { key: "bar", label: say("budgets.howFar"), width: 170, show: (one) => <SpendBar of={one} limit={one.planned} name={categoryName(one.cost_category, say)} /> },
    { key: "planned", label: say("budgets.planned"), isFigure: true, show: (one) => (one.planned === null ? say("budgets.planned.not") : formats.money(one.planned)) },
    ...MONEY.map((name) => ({ key: name, label: say(`budgets.${name}`), isFigure: true, show: (one: Category) => formats.money(one[name]) })),
    { key: "remaining", label: say("budgets.remaining"), isFigure: true, show: (one) => <Remaining amount={one.remaining} /> },
  ];
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say("budgets.categories")}
      </Title>
      <DataTable label={say("budgets.categories")} rows={budget.categories} columns={columns} idOf={(one) => one.cost_category} empty={say("budgets.categories.empty")} />
    </Stack>
  );
};

export default Budget;
