import { Card, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded, Loading } from "@/ui/states";
import type { Column } from "@/ui/table";

import { BEFORE, type Line, seriesRows, seriesSpec } from "./charts";
import { type Period, unitOf } from "./periods";

const HEIGHT = 260;
// Of the chart's title and frame.
const HEAD = 80;

type Props = {
  title: string;
  /** Metrics of one unit. */
  slugs: readonly string[];
  period: Period | null;
  before: Period | null;
  influencerId?: number;
  height?: number;
};

/** Metrics over time, beside the period before. */
export const Trend = ({ slugs, period, before, influencerId, ...shown }: Props) => {
  const unit = unitOf(period);
  const metric = [...slugs];
  const of = influencerId === undefined ? {} : { influencer_id: [influencerId] };
  const query = $api.useQuery("get", "/api/performance/series", { params: { query: { ...(period ?? { window: "all" }), ...of, metric, unit } } });
  const other = $api.useQuery("get", "/api/performance/series", { params: { query: { ...before, ...of, metric, unit } } }, { enabled: before !== null });
  const room = (shown.height ?? HEIGHT) + HEAD;
  return (
    <Loaded query={query} height={room}>
      {/* Drawn once, with what it is compared with. */}
      {(series) => (other.isLoading ? <Loading height={room} /> : <Lines {...shown} slugs={slugs} points={series.points} before={before ? other.data?.points : undefined} />)}
    </Loaded>
  );
};

type Points = Parameters<typeof seriesRows>[0];
type LinesProps = { title: string; slugs: readonly string[]; points: Points; before: Points | undefined; height?: number };

const Lines = ({ title, slugs, points, before, height = HEIGHT }: LinesProps) => {
  const say = useText();
  const lines = useLines(slugs, before !== undefined);
  const unit = useCatalogue()(slugs[0] ?? "")?.unit ?? "number";
  const isNarrow = useMediaQuery("(max-width: 36em)");
  const data = useMemo(() => seriesRows(points, slugs, before), [points, slugs, before]);
  const spec = useMemo(() => seriesSpec(lines, unit, { count: points.length, columns: isNarrow ? 1 : 2 }), [lines, unit, points.length, isNarrow]);
  const alt = useAlt(data, lines);
  const columns = useColumns(lines);
  if (data.length === 0) return <Empty>{say("performance.series.empty")}</Empty>;
  if (isNothing(data, lines)) return <Still title={title} />;
  return <Chart title={title} alt={`${title}. ${alt}`} spec={spec} data={data} columns={columns} height={height} />;
};

/** Whether there is no line to draw: nothing known, or nought throughout. */
const isNothing = (data: readonly Datum[], lines: readonly Line[]): boolean => data.every((row) => lines.every(({ key }) => Number(row[key] ?? 0) === 0));

const Still = ({ title }: { title: string }) => {
  const say = useText();
  return (
    <Card withBorder>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Empty>{say("performance.series.nothing")}</Empty>
    </Card>
  );
};

/** What is drawn: each metric, then the first of them in the period before. */
const useLines = (slugs: readonly string[], withBefore: boolean): Line[] => {
  const say = useText();
  const catalogue = useCatalogue();
  const own = slugs.map((slug) => ({ key: slug, label: catalogue(slug)?.label ?? slug }));
  const [first] = own;
  const all = withBefore && first ? [...own, { key: first.key + BEFORE, label: say("performance.before", { metric: first.label }) }] : own;
  const same = JSON.stringify(all);
  // The same labels are the same lines: a chart is not drawn anew because its page was.
  return useMemo(() => JSON.parse(same) as Line[], [same]);
};

const useAlt = (data: readonly Datum[], lines: readonly Line[]): string => {
  const say = useText();
  const written = useWritten();
  const formats = useFormats();
  return lines
    .map(({ key, label }) => {
      const known = data.filter((row) => row[key] !== null && row[key] !== undefined);
      const highest = known.reduce<Datum | undefined>((best, row) => (best && Number(best[key]) >= Number(row[key]) ? best : row), undefined);
      if (!highest) return say("performance.alt.none", { metric: label });
      const last = known.at(-1) ?? highest;
      return say("performance.alt", { metric: label, highest: written(key, highest), when: formats.day(String(highest.first)), last: written(key, last), end: formats.day(String(last.last)) });
    })
    .join(" ");
};

/** A row's figure as its metric's unit has it written. */
const useWritten = () => {
  const catalogue = useCatalogue();
  const formats = useFormats();
  return (key: string, row: Datum): string => {
    const value = row[key];
    return formats.unit(catalogue(key.replace(BEFORE, ""))?.unit ?? "number", typeof value === "boolean" ? null : value);
  };
};

const useColumns = (lines: readonly Line[]): Column<Datum>[] => {
  const say = useText();
  const formats = useFormats();
  const written = useWritten();
  return [
    { key: "first", label: say("filter.from"), show: (row) => formats.day(String(row.first)) },
    { key: "last", label: say("filter.to"), show: (row) => formats.day(String(row.last)) },
    ...lines.map(({ key, label }) => ({ key, label, isFigure: true, show: (row: Datum) => written(key, row) })),
  ];
};
