// A list as a file: all of its pages under the filters on the screen, not only those that were scrolled to.
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";

import { useText } from "@/messages";

import { download, toCsv } from "./download";
import { done, tell } from "./forms";

type Chunk<Row> = { items: Row[]; next_cursor?: string | null };
type Fetch<Row> = (cursor: string | undefined) => Promise<{ data?: Chunk<Row> }>;

export const MOST_ROWS = 10_000;

/** Read page after page, up to `most` rows; tells after each how many there are. */
export const readAll = async <Row,>(fetch: Fetch<Row>, told: (count: number) => void, most = MOST_ROWS): Promise<{ rows: Row[]; isAll: boolean }> => {
  const rows: Row[] = [];
  let cursor: string | null | undefined;
  do {
    // The next page is known only from the one before.
    // oxlint-disable-next-line no-await-in-loop
    const { data } = await fetch(cursor ?? undefined);
    rows.push(...(data?.items ?? []));
    cursor = data?.next_cursor;
    told(rows.length);
  } while (cursor && rows.length < most);
  return { rows: rows.slice(0, most), isAll: !cursor };
};

type Props<Row> = { name: string; fetch: Fetch<Row>; toLine: (row: Row) => Record<string, unknown> };

export function ExportCsv<Row>({ name, fetch, toLine }: Props<Row>) {
  const say = useText();
  const [count, setCount] = useState<number | null>(null);
  const start = async () => {
    setCount(0);
    try {
      const { rows, isAll } = await readAll(fetch, setCount);
      download(`${name}.csv`, toCsv(rows.map(toLine)), "text/csv");
      done(say(isAll ? "export.done" : "export.cut", { count: rows.length }));
    } catch (error) {
      tell(error, say);
    }
    setCount(null);
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void start()} disabled={count !== null}>
      {count === null ? say("export.csv") : say("export.working", { count })}
    </Button>
  );
}
