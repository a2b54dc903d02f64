import { Anchor, Badge, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { MetricName } from "@/ui/metrics";
import { Empty } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

import { returnRows, returnSpec } from "./charts";
import { useReason } from "./marks";

export type Answer = { shop: Schema["ReturnFigures"]; items: readonly Omit<Schema["CategoryReturns"], "category">[] };
export type Line = { head: { id: string; name: string; to: string }; figures: Answer["items"][number] };
const DRAWN = 15;
const REASONS = 3;

/** What came back of what, how sure its rate is, and why it came back. */
export const ReturnLines = ({ shop, lines }: { shop: Answer["shop"]; lines: readonly Line[] }) => {
  const say = useText();
  const formats = useFormats();
  if (lines.length === 0) return <Empty>{say("sales.none")}</Empty>;
  return (
    <Stack gap="lg">
      <Title order={2} className="visually-hidden">
        {say("returns.rates")}
      </Title>
      <Text>{say("returns.shop", { rate: formats.ratio(shop.return_rate), returned: formats.count(shop.returned_units), units: formats.count(shop.units), money: formats.money(shop.returned_revenue) })}</Text>
      <Intervals shop={shop} lines={lines} />
      <Table lines={lines} />
    </Stack>
  );
};

const Intervals = ({ shop, lines }: { shop: Answer["shop"]; lines: readonly Line[] }) => {
  const say = useText();
  const formats = useFormats();
  const states = useMemo((): [string, string] => [say("returns.above"), say("returns.usual")], [say]);
  const data = useMemo(
    () => returnRows(lines.map(({ head, figures }) => ({ name: head.name, shrunk: figures.shrunk, above: figures.above_shop })), DRAWN, { above: states[0], usual: states[1] }),
    [lines, states],
  );
  const spec = useMemo(
    () => returnSpec({ name: say("word.name"), rate: say("returns.shrunk"), state: say("word.status"), shop: say("returns.shop.line", { rate: formats.ratio(shop.return_rate) }) }, states, shop.return_rate),
    [say, formats, states, shop],
  );
  const [first] = data;
  if (!first) return null;
  const columns: Column<Datum>[] = [
    { key: "name", label: say("word.name"), show: (row) => row.name },
    ...(["rate", "low", "high"] as const).map((key) => ({ key, label: say(`returns.${key}`), isFigure: true, show: (row: Datum) => formats.ratio(Number(row[key])) })),
    { key: "state", label: say("word.status"), show: (row) => row.state },
  ];
  const alt = say("returns.alt", { count: data.length, name: String(first.name), rate: formats.ratio(Number(first.rate)), low: formats.ratio(Number(first.low)), high: formats.ratio(Number(first.high)), shop: formats.ratio(shop.return_rate) });
  return <Chart title={say("returns.chart")} alt={alt} spec={spec} data={data} columns={columns} height={80 + data.length * 22} note={say("returns.chart.note", { rate: formats.ratio(shop.return_rate) })} />;
};

const Table = ({ lines }: { lines: readonly Line[] }) => {
  const say = useText();
  const formats = useFormats();
  const columns: Column<Line>[] = [
    { key: "name", label: say("word.name"), show: ({ head }) => <Anchor component={Link} to={head.to} children={head.name} /> },
    { key: "units", label: <MetricName slug="units" />, isFigure: true, show: ({ figures }) => formats.count(figures.units) },
    { key: "returned", label: say("sales.returnedUnits"), isFigure: true, show: ({ figures }) => formats.count(figures.returned_units) },
    { key: "rate", label: <MetricName slug="return_rate" />, isFigure: true, show: ({ figures }) => formats.ratio(figures.return_rate) },
    { key: "shrunk", label: say("returns.shrunk"), show: ({ figures }) => <Shrunk figures={figures} /> },
    { key: "money", label: <MetricName slug="returned_revenue" />, isFigure: true, show: ({ figures }) => formats.money(figures.returned_revenue) },
    { key: "reasons", label: say("returns.reasons"), show: ({ figures }) => <Reasons figures={figures} /> },
  ];
  return <DataTable label={say("products.section.returns")} rows={lines} columns={columns} idOf={({ head }) => head.id} />;
};

const Shrunk = ({ figures: { shrunk, above_shop } }: { figures: Line["figures"] }) => {
  const say = useText();
  const formats = useFormats();
  if (!shrunk) return "–";
  return (
    <Stack gap={2} align="flex-start">
      <span style={{ whiteSpace: "nowrap" }}>{say("returns.interval", { rate: formats.ratio(shrunk.rate), low: formats.ratio(shrunk.low), high: formats.ratio(shrunk.high) })}</span>
      {above_shop && (
        <Badge color="orange" variant="outline" tt="none" leftSection={<IconAlertTriangle size={12} aria-hidden />} styles={{ label: { color: "var(--mantine-color-text)" } }}>
          {say("returns.above")}
        </Badge>
      )}
    </Stack>
  );
};

const Reasons = ({ figures: { reasons } }: { figures: Line["figures"] }) => {
  const reasonOf = useReason();
  const formats = useFormats();
  const most = reasons.toSorted((one, other) => other.units - one.units).slice(0, REASONS);
  return most.map(({ reason, units }) => `${reasonOf(reason)} (${formats.count(units)})`).join(", ") || "–";
};
