import { Group, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import { useText } from "@/messages";
import { usePart } from "@/pages/finance/usePart";
import { Chart } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Empty } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { monthsOf, monthsSpec } from "./charts";
import type { Preview, Rules } from "./data";
import { PreviewLines } from "./PreviewLines";
import { headOf } from "./words";

type Props = { answer: Preview; rules: Rules };

export const PreviewResult = ({ answer, rules }: Props) => {
  const say = useText();
  if (answer.lines.length === 0) return <Empty>{say("terms.preview.nothing")}</Empty>;
  return (
    <Stack>
      <Sums answer={answer} />
      {answer.months.length > 1 && <Months answer={answer} />}
      <Components answer={answer} rules={rules} />
      <PreviewLines answer={answer} />
    </Stack>
  );
};

const Sums = ({ answer }: { answer: Preview }) => {
  const say = useText();
  const formats = useFormats();
  const sums = [
    [say("terms.preview.amount"), formats.money(answer.amount)],
    [say("terms.preview.takenBack"), formats.money(answer.taken_back)],
    [say("terms.preview.revenue"), formats.money(answer.net_revenue)],
    [say("terms.preview.share"), formats.ratio(answer.share_of_net_revenue)],
  ] as const;
  return (
    <Group gap="xl" role="status">
      {sums.map(([name, value]) => (
        <div key={name}>
          <Text size="sm" c="dimmed">
            {name}
          </Text>
          <Text fz="lg" fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
            {value}
          </Text>
        </div>
      ))}
    </Group>
  );
};

const Months = ({ answer }: { answer: Preview }) => {
  const say = useText();
  const formats = useFormats();
  const month = usePart("month");
  const data = useMemo(() => monthsOf(answer, month), [answer, month]);
  const spec = useMemo(() => monthsSpec(say("word.amount")), [say]);
  const best = answer.months.toSorted((one, other) => Number(other.amount) - Number(one.amount))[0];
  if (!best) return null;
  const alt = say("terms.preview.months.alt", { count: data.length, total: formats.money(answer.amount), best: month(best.month), most: formats.money(best.amount) });
  const columns = [
    { key: "month", label: say("terms.preview.month"), show: (row: (typeof data)[number]) => row.month },
    { key: "amount", label: say("word.amount"), isFigure: true, show: (row: (typeof data)[number]) => formats.money(Number(row.amount)) },
  ];
  return <Chart title={say("terms.preview.months")} alt={alt} spec={spec} data={data} columns={columns} height={180} />;
};

const Components = ({ answer, rules }: Props) => {
  const say = useText();
  const formats = useFormats();
  return (
    <section>
      <Title order={3} size="h5">
        {say("terms.preview.components")}
      </Title>
      <DataTable
        label={say("terms.preview.components")}
        rows={answer.components}
        idOf={(one) => one.component}
        columns={[
          {
            key: "component",
            label: say("terms.preview.component"),
            show: (one) => {
              const rule = rules.components[one.component];
              return `${one.component + 1}. ${rule ? headOf(rule, say, formats) : say(`terms.basis.${one.basis}`)}`;
            },
          },
          { key: "conversions", label: say("terms.preview.conversions"), isFigure: true, show: (one) => formats.count(one.conversions) },
          { key: "amount", label: say("word.amount"), isFigure: true, show: (one) => formats.money(one.amount) },
        ]}
      />
    </section>
  );
};
