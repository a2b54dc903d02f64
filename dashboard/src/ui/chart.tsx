// Charts are Vega-Lite specifications. Each is drawn when it is seen; its table is at hand.
import { ActionIcon, Box, Card, Group, Menu, Text, Title } from "@mantine/core";
import { useInViewport, useMediaQuery } from "@mantine/hooks";
import { IconChartBar, IconDownload, IconTable } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";

import { useText } from "@/messages";

import { download, toCsv } from "./download";
import { Drawing, type Give } from "./drawing";
import { type Column, DataTable } from "./table";

export type Datum = Record<string, string | number | boolean | null>;

type Props = {
  title: string;
  /** What the chart shows, in words. */
  alt: string;
  spec: object;
  data: readonly Datum[];
  /** The columns of the table beside; all fields where it is left out. */
  columns?: readonly Column<Datum>[];
  note?: ReactNode;
  height?: number;
  /** The level of its heading: 2 where it stands directly under the page's title. */
  order?: 2 | 3;
};

const columnsOf = (data: readonly Datum[]): Column<Datum>[] =>
  Object.keys(data[0] ?? {}).map((key) => ({ key, label: key, show: (row) => String(row[key] ?? "–"), isFigure: typeof data[0]?.[key] === "number" }));

export const Chart = ({ title, alt, spec, data, columns, note, height = 280, order = 3 }: Props) => {
  const say = useText();
  const { ref, inViewport } = useInViewport();
  const [wasSeen, setWasSeen] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const [picture, setPicture] = useState<Give | null>(null);
  if (inViewport && !wasSeen) setWasSeen(true);
  // Paper is not scrolled: what was not drawn yet is printed as its table.
  const isPrintedUnseen = useMediaQuery("print") && !wasSeen;
  return (
    <Card withBorder component="figure" m={0} ref={ref}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Title order={order} size="h5">
          {title}
        </Title>
        <Group gap={4} className="no-print" wrap="nowrap">
          <ActionIcon variant="subtle" onClick={() => setAsTable(!asTable)} aria-label={`${say(asTable ? "chart.asChart" : "chart.asTable")}: ${title}`}>
            {asTable ? <IconChartBar size={18} aria-hidden /> : <IconTable size={18} aria-hidden />}
          </ActionIcon>
          <Downloads title={title} data={data} picture={picture} />
        </Group>
      </Group>
      {asTable || isPrintedUnseen ? (
        <DataTable label={say("chart.data", { title })} rows={data} columns={columns ?? columnsOf(data)} idOf={(row) => JSON.stringify(row)} />
      ) : (
        <Box role="img" aria-label={alt} mih={height}>
          {wasSeen && <Drawing spec={spec} data={data} height={height} onReady={(give) => setPicture(() => give)} />}
        </Box>
      )}
      {note && (
        <Text component="figcaption" size="xs" c="dimmed" mt="xs">
          {note}
        </Text>
      )}
    </Card>
  );
};

const Downloads = ({ title, data, picture }: { title: string; data: readonly Datum[]; picture: Give | null }) => {
  const say = useText();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={`${say("action.download")}: ${title}`}>
          <IconDownload size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download(`${title}.csv`, toCsv(data), "text/csv")}>CSV</Menu.Item>
        {picture &&
          (["png", "svg"] as const).map((kind) => (
            <Menu.Item key={kind} onClick={() => void picture(kind).then((address) => download(`${title}.${kind}`, address))}>
              {kind.toUpperCase()}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
};
