import { Card, Title } from "@mantine/core";
import { useMemo } from "react";

import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import type { Filters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import type { Column } from "@/ui/table";

import { barSpec } from "./charts";
import { numberOf, type Row, useFigures } from "./figures";

const GRADES = [5, 4, 3, 2, 1] as const;

/** How orders were rated, from five stars to one, and how many were not. */
export const Ratings = ({ filters }: { filters: Filters }) => {
  const query = useFigures({ metrics: ["orders"], dimensions: ["rating"], filters: { ...filters, compare: undefined } });
  return <Loaded query={query}>{({ rows }) => <Grades rows={rows} />}</Loaded>;
};

const Grades = ({ rows }: { rows: readonly Row[] }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(
    () => GRADES.map((grade, order): Datum => ({ name: say("purchases.stars", { rating: grade }), order, amount: rows.filter(({ rating }) => rating === grade).reduce((sum, row) => sum + numberOf(row, "orders"), 0) })),
    [rows, say],
  );
  const spec = useMemo(() => barSpec({ name: say("purchases.rating"), amount: say("sales.orders") }, ",.0f"), [say]);
  const rated = data.reduce((sum, { amount }) => sum + Number(amount), 0);
  const unrated = rows.filter(({ rating }) => rating === null).reduce((sum, row) => sum + numberOf(row, "orders"), 0);
  if (rated + unrated === 0) return <NoOrders />;
  const columns: Column<Datum>[] = [
    { key: "name", label: say("purchases.rating"), show: (row) => row.name },
    { key: "amount", label: say("sales.orders"), isFigure: true, show: (row) => formats.count(Number(row.amount)) },
  ];
  const alt = say("sales.ratings.alt", { rated, best: Number(data[0]?.amount ?? 0), unrated });
  return <Chart title={say("sales.ratings")} alt={alt} spec={spec} data={data} columns={columns} height={190} note={unrated > 0 && say("sales.ratings.note", { unrated })} />;
};

const NoOrders = () => {
  const say = useText();
  return (
    <Card withBorder>
      <Title order={3} size="h5">
        {say("sales.ratings")}
      </Title>
      <Empty>{say("sales.none")}</Empty>
    </Card>
  );
};
