import { Card, SimpleGrid, Text, Title } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { CampaignName, InfluencerName } from "@/ui/links";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { Facts } from "@/ui/table";

import { type Expense, useExpenseId } from "./data";
import { Receipt } from "./Receipt";
import { StatusBadge } from "./StatusBadge";
import { Steps } from "./Steps";

const ExpensePage = () => {
  const say = useText();
  const expense_id = useExpenseId();
  const query = $api.useQuery("get", "/api/expenses/{expense_id}", { params: { path: { expense_id } } });
  const title = query.data ? say("expenses.of", { category: query.data.cost_category, id: expense_id }) : say("expenses.title");
  return (
    <FinancePage title={title} above={[{ label: say("expenses.title"), to: "/finance/expenses" }]} actions={query.data && <Steps expense={query.data} />}>
      <Loaded query={query}>
        {(expense) => (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <About expense={expense} />
            <Receipt expense={expense} />
          </SimpleGrid>
        )}
      </Loaded>
    </FinancePage>
  );
};

const About = ({ expense }: { expense: Expense }) => {
  const say = useText();
  const formats = useFormats();
  const who = useWho();
  const facts: [React.ReactNode, React.ReactNode][] = [
    [say("word.status"), <StatusBadge key="s" status={expense.status} />],
    [say("word.campaign"), <CampaignName key="c" id={expense.campaign_id} />],
    [say("word.influencer"), expense.influencer_id === null ? say("expenses.shared.long") : <InfluencerName key="i" id={expense.influencer_id} />],
    [say("budgets.category"), expense.cost_category],
    [say("expenses.date"), formats.day(expense.expense_date)],
    ...(expense.description ? [[say("expenses.description"), expense.description] as [string, string]] : []),
    [say("expenses.recorded"), `${formats.instant(expense.created_at)} · ${expense.source ? say("expenses.imported", { source: expense.source }) : who(expense.created_by)}`],
    ...(expense.decided_at ? [[say(`expenses.decided.${expense.status === "rejected" ? "rejected" : "approved"}`), `${formats.instant(expense.decided_at)} · ${who(expense.decided_by)}`] as [string, string]] : []),
    ...(expense.decision_reason ? [[say("expenses.reason"), expense.decision_reason] as [string, string]] : []),
    ...(expense.override_reason ? [[say("expenses.override"), expense.override_reason] as [string, string]] : []),
    ...(expense.paid_on ? [[say("expenses.paid_on"), formats.day(expense.paid_on)] as [string, string]] : []),
  ];
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4">
        {say("word.amount")}
      </Title>
      <Text fz={28} fw={650} mb="sm" style={{ fontVariantNumeric: "tabular-nums" }}>
        {formats.money(expense.amount)}
      </Text>
      <Facts facts={facts} />
    </Card>
  );
};

/** Names of users are told to admins only; everybody knows who he is himself. */
const useWho = (): ((user_id: number | null) => string) => {
  const say = useText();
  const me = useMe();
  return (user_id) => (user_id === me.user_id ? say("expenses.you") : user_id === null ? say("word.unknown") : say("expenses.user", { id: user_id }));
};

export default ExpensePage;
