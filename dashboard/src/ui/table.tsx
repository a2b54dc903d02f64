// A table of records: real rows and headings, sorted by its headings; long ones draw only what is seen.
import { Box, Table, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconArrowsSort } from "@tabler/icons-react";
import { useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useDeferredValue, useRef } from "react";

import { useText } from "@/messages";

import { Empty } from "./states";
import css from "./table.module.css";

export type Column<Row> = {
  key: string;
  label: ReactNode;
  /** What a screen reader says where the label is no text. */
  name?: string;
  show: (row: Row) => ReactNode;
  /** Figures stand at the right, under each other. */
  isFigure?: boolean;
  /** The name that `onSort` is called with. */
  sort?: string;
  width?: number | string;
};

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string | number;
  sorted?: string;
  onSort?: (sort: string) => void;
  empty?: ReactNode;
};

const VIRTUAL_FROM = 80;
const ROW_HEIGHT = 44;
const FIRST_ROWS = 20;

export function DataTable<Row>({ label, rows, columns, idOf, sorted, onSort, empty }: Props<Row>) {
  const isPrinting = useMediaQuery("print");
  // The first rows are there at once; the others follow without holding up the page.
  const count = useDeferredValue(rows.length, FIRST_ROWS);
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <Table.ScrollContainer minWidth={Math.min(columns.length * 110, 900)} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": label } }}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Heading key={column.key} column={column} sorted={sorted} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        {rows.length > VIRTUAL_FROM && !isPrinting ? <Seen {...{ rows, columns, idOf }} /> : <Table.Tbody>{rows.slice(0, count).map((row) => <Line key={idOf(row)} {...{ row, columns }} />)}</Table.Tbody>}
      </Table>
    </Table.ScrollContainer>
  );
}

function Heading<Row>({ column, sorted, onSort }: { column: Column<Row>; sorted?: string; onSort?: (sort: string) => void }) {
  const say = useText();
  const by = column.sort;
  const isUp = sorted === by;
  const isDown = sorted === `-${by}`;
  const align = column.isFigure ? "right" : "left";
  if (!by || !onSort) {
    return (
      <Table.Th ta={align} w={column.width}>
        {column.label === "" ? <span className="visually-hidden">{say("table.actions")}</span> : column.label}
      </Table.Th>
    );
  }
  const Icon = isUp ? IconArrowUp : isDown ? IconArrowDown : IconArrowsSort;
  return (
    <Table.Th ta={align} w={column.width} aria-sort={isUp ? "ascending" : isDown ? "descending" : "none"}>
      <UnstyledButton fz="inherit" fw="inherit" onClick={() => onSort(isDown ? by : `-${by}`)} title={say("table.sort", { column: column.name ?? String(column.label) })}>
        {column.label} <Icon size={13} aria-hidden style={{ verticalAlign: "-2px", opacity: isUp || isDown ? 1 : 0.5 }} />
      </UnstyledButton>
    </Table.Th>
  );
}

// Drawn anew only where it changed, not with each step of scrolling.
const Line = memo(function Line<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <tr className={css.row}>
      {columns.map((column) => (
        <td key={column.key} className={column.isFigure ? css.figure : undefined}>
          {column.show(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode;

/** Nothing here scrolls by itself; what the table would do as it appears lays out the page before it is complete. */
const stay = (): void => undefined;

/** The rows that are seen, with empty space in place of the others. */
function Seen<Row>({ rows, columns, idOf }: Pick<Props<Row>, "rows" | "columns" | "idOf">) {
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useWindowVirtualizer({ count: rows.length, estimateSize: () => ROW_HEIGHT, overscan: 12, scrollMargin: body.current?.offsetTop ?? 0, initialRect: { width: 0, height: window.innerHeight }, scrollToFn: stay });
  const items = virtual.getVirtualItems();
  const before = (items[0]?.start ?? 0) - virtual.options.scrollMargin;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin);
  return (
    <Table.Tbody ref={body}>
      <Gap height={before} span={columns.length} />
      {items.map(({ index }) => {
        const row = rows[index] as Row;
        return <Line key={idOf(row)} {...{ row, columns }} />;
      })}
      <Gap height={after} span={columns.length} />
    </Table.Tbody>
  );
}

const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  ) : null;

/** Pairs of a name and what it is. */
export const Facts = ({ facts }: { facts: readonly [ReactNode, ReactNode][] }) => (
  <Box component="dl" m={0} style={{ display: "grid", gridTemplateColumns: "fit-content(45%) minmax(0, 1fr)", gap: "6px 16px" }}>
    {facts.map(([name, what], index) => (
      <Box key={index} style={{ display: "contents" }}>
        <Text component="dt" size="sm" c="dimmed">
          {name}
        </Text>
        <Text component="dd" size="sm" m={0}>
          {what}
        </Text>
      </Box>
    ))}
  </Box>
);
