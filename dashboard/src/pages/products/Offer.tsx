import { Text } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { lineTotal } from "./values";

/** What a product cost on a day, and how many there are. */
export const Offer = ({ productId, quantity, day }: { productId: number | null; quantity: number; day: string }) => {
  const say = useText();
  const formats = useFormats();
  const product_id = productId ?? 0;
  const enabled = productId !== null;
  const { data: price } = $api.useQuery("get", "/api/products/{product_id}/price", { params: { path: { product_id }, query: { on: day } } }, { enabled });
  const { data: product } = $api.useQuery("get", "/api/products/{product_id}", { params: { path: { product_id } } }, { enabled });
  if (!price || !product) return null;
  const amount = lineTotal(price.product_price, quantity);
  return (
    <Text size="sm" role="status">
      {say("purchases.offer", { price: formats.money(price.product_price), amount: formats.money(amount), stock: product.stock_quantity })}
      {!product.on_sale && ` ${say("purchases.offer.notOnSale")}`}
    </Text>
  );
};
