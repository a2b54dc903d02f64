import { Select, SimpleGrid, TagsInput, TextInput } from "@mantine/core";

import { useText } from "@/messages";

import { forTarget, type Mapping } from "./mapping";
import { TARGETS } from "./targets";

const FORMATS = ["csv", "xlsx", "json", "jsonl"] as const;
type Props = { mapping: Mapping; onChange: (mapping: Mapping) => void };

/** What the rows become, and how the file is read. */
export const General = ({ mapping, onChange }: Props) => {
  const say = useText();
  const format = mapping.format ?? "csv";
  const change = (changes: Partial<Mapping>) => onChange({ ...mapping, ...changes });
  const retarget = (value: string | null) => {
    const target = TARGETS.find((one) => one === value);
    if (target && target !== mapping.target) onChange(forTarget(mapping, target));
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
      <Select label={say("imports.target")} data={TARGETS.map((value) => ({ value, label: say(`imports.target.${value}`) }))} value={mapping.target} onChange={retarget} allowDeselect={false} searchable />
      <Select label={say("imports.format")} data={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))} value={format} onChange={(value) => change({ format: FORMATS.find((one) => one === value) ?? "csv" })} allowDeselect={false} />
      {format === "csv" && <TextInput label={say("imports.delimiter")} placeholder={say("imports.delimiter.hint")} maxLength={1} value={mapping.delimiter ?? ""} onChange={(event) => change({ delimiter: event.currentTarget.value || null })} />}
      {format === "csv" && <TextInput label={say("imports.encoding")} placeholder={say("imports.delimiter.hint")} value={mapping.encoding ?? ""} onChange={(event) => change({ encoding: event.currentTarget.value || null })} />}
      {format === "xlsx" && <TextInput label={say("imports.sheet")} placeholder={say("imports.sheet.hint")} value={mapping.sheet ?? ""} onChange={(event) => change({ sheet: event.currentTarget.value || null })} />}
      {format === "json" && <TextInput label={say("imports.items")} placeholder={say("imports.items.hint")} value={mapping.items ?? ""} onChange={(event) => change({ items: event.currentTarget.value || null })} />}
      {mapping.target === "orders" && <Cancellation mapping={mapping} change={change} />}
      {mapping.target === "daily_metrics" && (
        <Select label={say("imports.spread")} data={[{ value: "campaign_days", label: say("imports.spread.campaign_days") }]} value={mapping.spread ?? null} placeholder={say("imports.spread.none")} onChange={(value) => change({ spread: value ? "campaign_days" : null })} clearable />
      )}
      {mapping.nulls && <TagsInput label={say("imports.nulls")} value={mapping.nulls} onChange={(nulls) => change({ nulls })} />}
    </SimpleGrid>
  );
};

/** Lines that take earlier ones back are known by what a column of theirs begins with. */
const Cancellation = ({ mapping, change }: { mapping: Mapping; change: (changes: Partial<Mapping>) => void }) => {
  const say = useText();
  const { column = "", prefix = "" } = mapping.cancellation ?? {};
  const set = (part: { column?: string; prefix?: string }) => {
    const both = { column, prefix, ...part };
    change({ cancellation: both.column || both.prefix ? both : null });
  };
  return (
    <>
      <TextInput label={say("imports.cancellation.column")} value={column} onChange={(event) => set({ column: event.currentTarget.value })} />
      <TextInput label={say("imports.cancellation.prefix")} placeholder="C" value={prefix} onChange={(event) => set({ prefix: event.currentTarget.value })} />
    </>
  );
};
