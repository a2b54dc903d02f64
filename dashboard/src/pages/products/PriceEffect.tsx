import { Text, Title } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

type Change = Schema["PriceChangeOut"];
type Side = Change["before"];

/** How it sold before and after each change of its price, and how sure that is. */
export const PriceEffect = ({ productId }: { productId: number }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/products/{product_id}/price-effect", { params: { path: { product_id: productId } } });
  return (
    <section>
      <Title order={2} size="h4">
        {say("products.effect")}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say("products.effect.about")}
      </Text>
      <Loaded query={query}>{({ items }) => <Changes items={items} />}</Loaded>
    </section>
  );
};

const Changes = ({ items }: { items: readonly Change[] }) => {
  const say = useText();
  const formats = useFormats();
  const side = (one: Side) => (one ? say("products.effect.side", { units: formats.number(one.units_per_day), days: one.days }) : say("products.effect.noDays"));
  const columns: Column<Change>[] = [
    { key: "day", label: say("word.date"), show: ({ day }) => formats.day(day) },
    { key: "price", label: say("products.price"), show: (one) => `${formats.money(one.old_price)} → ${formats.money(one.new_price)}` },
    { key: "before", label: say("products.effect.before"), show: (one) => side(one.before) },
    { key: "after", label: say("products.effect.after"), show: (one) => side(one.after) },
    { key: "ratio", label: say("products.effect.ratio"), show: (one) => <Ratio ratio={one.ratio} /> },
  ];
  return <DataTable label={say("products.effect")} rows={items} columns={columns} idOf={({ day }) => day} empty={say("products.effect.none")} />;
};

/** Sales per day after ÷ before; below 1 fewer were sold. */
const Ratio = ({ ratio }: { ratio: Change["ratio"] }) => {
  const say = useText();
  const formats = useFormats();
  if (!ratio) return <Text span inherit c="dimmed" children={say("products.effect.unknown")} />;
  const interval = say("products.effect.interval", { low: formats.number(ratio.low), high: formats.number(ratio.high) });
  const isClear = ratio.low > 1 || ratio.high < 1;
  return (
    <>
      {ratio.value === null ? say("products.effect.nothingBefore") : <b>× {formats.number(ratio.value)}</b>} {interval}
      <Text size="xs" c="dimmed">
        {say(isClear ? (ratio.low > 1 ? "products.effect.more" : "products.effect.fewer") : "products.effect.unclear")}
      </Text>
    </>
  );
};
