import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { categoryName } from "./data";

type Override = { id: string; what: string; to: string; amount: string | null; reason: string; on: string };
const MOST = 200;

/** What was agreed to although it passed the budget, and why. */
export const Overrides = ({ campaignId }: { campaignId: number }) => {
  const say = useText();
  const formats = useFormats();
  const rows = useOverrides(campaignId);
  if (rows.length === 0) return null;
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say("budgets.overrides")}
      </Title>
      <Text size="sm" c="dimmed">
        {say("budgets.overrides.about")}
      </Text>
      <DataTable
        label={say("budgets.overrides")}
        rows={rows}
        idOf={(one) => one.id}
        columns={[
          {
            key: "what",
            label: say("budgets.overrides.what"),
            show: (one) => (
              <Anchor component={Link} to={one.to}>
                {one.what}
              </Anchor>
            ),
          },
          { key: "on", label: say("word.date"), show: (one) => formats.day(one.on) },
          { key: "amount", label: say("word.amount"), isFigure: true, show: (one) => formats.money(one.amount) },
          { key: "reason", label: say("budgets.overrides.reason"), show: (one) => one.reason },
        ]}
      />
    </Stack>
  );
};

const useOverrides = (id: number): Override[] => {
  const say = useText();
  const may = useMay();
  const query = { campaign_id: [id], limit: MOST };
  const expenses = $api.useQuery("get", "/api/expenses", { params: { query } });
  const terms = $api.useQuery("get", "/api/terms", { params: { query } }, { enabled: may("terms.read") });
  return [
    ...(expenses.data?.items ?? []).flatMap((one) =>
      one.override_reason
        ? [{ id: `e${one.expense_id}`, what: `${say("budgets.overrides.expense")}: ${categoryName(one.cost_category, say)}`, to: `/finance/expenses/${one.expense_id}`, amount: one.amount, reason: one.override_reason, on: one.expense_date }]
        : [],
    ),
    ...(terms.data?.items ?? []).flatMap((one) =>
      one.override_reason
        ? [{ id: `t${one.term_id}`, what: `${say("budgets.overrides.terms")}: ${one.influencer_name}`, to: `/finance/terms/${one.term_id}`, amount: null, reason: one.override_reason, on: one.valid_from }]
        : [],
    ),
  ];
};
