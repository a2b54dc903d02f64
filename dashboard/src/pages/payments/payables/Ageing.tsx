import { useMemo } from "react";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart } from "@/ui/chart";
import { useFormats } from "@/ui/formats";

import { ageingRows, ageingSpec } from "./charts";

const HEIGHT = 220;

/** What is owed by how long ago it fell due. */
export const Ageing = ({ payables: { ageing, overdue, outstanding } }: { payables: Schema["PayablesOut"] }) => {
  const say = useText();
  const formats = useFormats();
  const rows = useMemo(() => ageingRows(ageing, (bucket) => say(`payables.bucket.${bucket}`)), [ageing, say]);
  const spec = useMemo(() => ageingSpec(say("word.amount")), [say]);
  const alt = say("payables.ageing.alt", { total: formats.money(outstanding.total), overdue: formats.money(overdue), parts: ageing.map((one) => `${say(`payables.bucket.${one.bucket}`)} ${formats.money(one.amount)}`).join(", ") });
  return (
    <Chart
      title={say("payables.ageing")}
      alt={alt}
      spec={spec}
      data={rows}
      height={HEIGHT}
      note={say("payables.ageing.note")}
      columns={[
        { key: "bucket", label: say("payables.due"), show: (row) => row.bucket },
        { key: "amount", label: say("word.amount"), isFigure: true, show: (row) => formats.money(row.amount as string) },
        { key: "share", label: say("payables.share"), isFigure: true, show: (row) => formats.ratio(row.share as number | null) },
      ]}
    />
  );
};
