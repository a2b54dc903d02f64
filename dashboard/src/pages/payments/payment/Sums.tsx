import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import type { PaymentDetail } from "../data";

/** What the lines of each kind come to; where there is one kind only, the table of lines says it all. */
export const SumTable = ({ payment: { sums } }: { payment: PaymentDetail }) => {
  const say = useText();
  const formats = useFormats();
  if (sums.length < 2) return null;
  return (
    <DataTable
      label={say("lines.sums")}
      rows={sums}
      idOf={(sum) => `${sum.basis}-${sum.entry}`}
      columns={[
        { key: "basis", label: say("lines.basis"), show: (sum) => say(`lines.basis.${sum.basis}`) },
        { key: "entry", label: say("lines.entry"), show: (sum) => say(`lines.entry.${sum.entry}`) },
        { key: "lines", label: say("lines.count"), isFigure: true, show: (sum) => formats.count(sum.lines) },
        { key: "amount", label: say("word.amount"), isFigure: true, show: (sum) => formats.money(sum.amount) },
      ]}
    />
  );
};
