import { Anchor, Text, Title, Tooltip } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

import { type Answer, type Item, leanOf, type Measure, spreadOf } from "./credits";
import { useChannel, useCredit, useModels } from "./words";

type Row = { id: string; name: string; item: Item | null; credits: Item["credits"] };

/** Channels by models, with the rest and the whole, so that every column can be added up. */
export const CreditTable = ({ answer, measure }: { answer: Answer; measure: Measure }) => {
  const say = useText();
  const models = useModels(answer.models);
  const channel = useChannel();
  const credit = useCredit(measure);
  const whole = Object.fromEntries(models.map(({ model }) => [model, answer.total]));
  const rows: Row[] = [
    ...answer.items.map((item) => ({ id: String(item.influencer_id), name: channel(item), item, credits: item.credits })),
    { id: "others", name: say("attribution.others"), item: null, credits: answer.others },
    { id: "whole", name: say("attribution.whole"), item: null, credits: whole },
  ];
  const columns: Column<Row>[] = [
    { key: "channel", label: say("attribution.channel"), width: 190, show: (row) => <Channel row={row} /> },
    ...models.map(({ model, label, rule }) => ({
      key: model,
      label: <Explained label={label} text={rule} />,
      isFigure: true,
      show: (row: Row) => credit(row.credits[model]?.[measure]),
    })),
    { key: "spread", label: <Explained label={say("attribution.spread")} text={say("attribution.spread.about")} />, isFigure: true, show: (row) => <Spread row={row} models={models} measure={measure} /> },
    { key: "lean", label: <Explained label={say("attribution.lean")} text={say("attribution.lean.about")} />, show: (row) => <Lean row={row} /> },
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("attribution.table")}
      </Title>
      <DataTable label={say("attribution.table")} rows={rows} columns={columns} idOf={(row) => row.id} />
    </section>
  );
};

const Explained = ({ label, text }: { label: string; text: string }) => (
  <Tooltip label={text}>
    <Text span inherit tabIndex={0} td="underline dotted" style={{ textUnderlineOffset: 3, cursor: "help" }}>
      {label}
    </Text>
  </Tooltip>
);

const Channel = ({ row: { item, name } }: { row: Row }) => {
  if (item?.origin === "influencer") {
    return (
      <Anchor component={Link} to={`/influencers/${item.influencer_id}`}>
        {name}
      </Anchor>
    );
  }
  return (
    <Text span inherit fs={item ? undefined : "italic"}>
      {name}
    </Text>
  );
};

const Spread = ({ row: { item }, models, measure }: { row: Row; models: ReturnType<typeof useModels>; measure: Measure }) => {
  const formats = useFormats();
  const spread = item && spreadOf(item, models.map(({ model }) => model), measure);
  return spread ? formats.ratio(spread.relative) : null;
};

const Lean = ({ row: { item } }: { row: Row }) => {
  const say = useText();
  if (!item || item.origin === "direct") return null;
  const lean = leanOf(item);
  return (
    <Text span inherit c={lean ? undefined : "dimmed"}>
      {say(`attribution.lean.${lean ?? "none"}`)}
    </Text>
  );
};
