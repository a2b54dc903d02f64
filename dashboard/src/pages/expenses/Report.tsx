import { Group, Select, Stack, Text } from "@mantine/core";
import { useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { type Say, useLanguage, useText } from "@/messages";
import { categoryName } from "@/pages/budgets/data";
import { Remaining } from "@/pages/budgets/Remaining";
import { CampaignPick } from "@/ui/pickers";
import { usePart } from "@/pages/finance/usePart";
import { Chart } from "@/ui/chart";
import { useFilters, WINDOWS } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { heightOf, reportSpec, rowsOf } from "./charts";
import { STATUSES } from "./data";

type Answer = Schema["ExpenseReportOut"];
type Item = Schema["ExpenseReportItem"];
const BY = ["category", "campaign", "month", "status"] as const satisfies readonly Schema["ReportBy"][];
const MONEY = ["requested", "committed", "incurred", "paid"] as const;

/** What was planned, asked for, promised and paid, over campaigns. */
export const Report = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const by = BY.find((one) => one === search.get("by")) ?? "category";
  // All days unless others are asked for: only beside all days do plans stand.
  const days = filters.from && filters.to ? { from: filters.from, to: filters.to } : { window: search.get("window") ?? "all" };
  const query = $api.useQuery("get", "/api/expenses/report", { params: { query: { ...days, by, campaign_id: filters.campaign_id } } });
  return (
    <Stack>
      <Group align="flex-end" gap="sm" className="no-print">
        <Select label={say("finance.by")} data={BY.map((value) => ({ value, label: say(`expenses.by.${value}`) }))} value={by} onChange={(value) => change({ by: value })} allowDeselect={false} w={170} />
        <Select label={say("filter.window")} data={WINDOWS.map((value) => ({ value, label: say(`filter.window.${value}`) }))} value={days.window ?? null} onChange={(window) => change({ window, from: null, to: null })} placeholder={say("filter.window.days")} allowDeselect={false} w={170} />
        <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={240} />
      </Group>
      <Loaded query={query}>{(report) => <Whole report={report} />}</Loaded>
    </Stack>
  );
};

const stateName = (item: Item, say: Say): string => {
  const known = STATUSES.find((one) => one === item.key);
  return known ? say(`expenses.status.${known}`) : item.name;
};

/** How an item is called: a month is written, a state and a category said. */
const useNames = (by: Answer["by"]): ((item: Item) => string) => {
  const say = useText();
  const month = usePart("month");
  return useMemo(() => {
    if (by === "month") return (item: Item) => month(String(item.key));
    if (by === "status") return (item: Item) => stateName(item, say);
    return (item: Item) => (by === "category" ? categoryName(item.name, say) : item.name);
  }, [by, month, say]);
};

const Whole = ({ report }: { report: Answer }) => {
  const say = useText();
  const formats = useFormats();
  const nameOf = useNames(report.by);
  const { language } = useLanguage();
  const data = useMemo(() => rowsOf(report.items, nameOf), [report, nameOf]);
  const labels = useMemo(() => ({ paid: say("expenses.part.paid"), owed: say("expenses.part.owed"), promised: say("expenses.part.promised"), requested: say("expenses.part.requested") }), [say]);
  const spec = useMemo(() => reportSpec(say("word.amount"), labels), [labels, say]);
  const { totals } = report;
  const kind = say(`expenses.by.${report.by}`).toLocaleLowerCase(language);
  const title = say("expenses.report", { by: kind });
  const columns: Column<Item>[] = [
    { key: "name", label: say(`expenses.by.${report.by}`), show: nameOf },
    { key: "planned", label: say("budgets.planned"), isFigure: true, show: (one) => formats.money(one.planned) },
    ...MONEY.map((name) => ({ key: name, label: say(`budgets.${name}`), isFigure: true, show: (one: Item) => formats.money(one[name]) })),
    { key: "remaining", label: say("budgets.remaining"), isFigure: true, show: (one) => <Remaining amount={one.remaining} /> },
    { key: "records", label: say("expenses.records"), isFigure: true, show: (one) => formats.count(one.records) },
  ];
  const total: Item = { ...totals, key: "total", name: say("expenses.total") };
  const rows = report.items.length > 1 ? [...report.items, total] : report.items;
  return (
    <Stack>
      {data.length > 0 && (
        <Chart
          title={title}
          alt={say("expenses.report.alt", { by: kind, count: data.length, committed: formats.money(totals.committed), incurred: formats.money(totals.incurred), paid: formats.money(totals.paid), requested: formats.money(totals.requested) })}
          spec={spec}
          data={data}
          columns={[{ key: "part", label: say(`expenses.by.${report.by}`), show: (row) => row.part }, ...(["paid", "owed", "promised", "requested"] as const).map((name) => ({ key: name, label: labels[name], isFigure: true, show: (row: (typeof data)[number]) => formats.money(Number(row[name])) }))]}
          height={heightOf(data.length)}
          order={2}
        />
      )}
      <DataTable label={title} rows={rows} columns={columns.map((column) => (column.key === "name" ? { ...column, show: (one: Item) => (one === total ? <Text span inherit fw={650}>{one.name}</Text> : nameOf(one)) } : column))} idOf={(one) => String(one.key)} empty={say("expenses.report.empty")} />
      <Text size="sm" c="dimmed">
        {say("expenses.report.note")}
      </Text>
    </Stack>
  );
};
