import { Anchor, Card, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import { OnSale } from "./marks";

export const ProductFacts = ({ product }: { product: Schema["ProductOut"] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("products.facts")}
      </Title>
      <Stack gap="sm">
        <Facts
          facts={[
            [say("word.category"), <Anchor key="category" component={Link} to={`/products?category=${encodeURIComponent(product.category)}`} children={product.category} />],
            [say("products.price"), formats.money(product.product_price)],
            [say("word.status"), <OnSale key="state" isOnSale={product.on_sale} />],
            [say("products.stock"), formats.count(product.stock_quantity)],
            [say("products.sold"), formats.count(product.sales_quantity)],
            ...(product.source ? [[say("products.source"), `${product.source}: ${product.external_ref ?? "–"}`] as const].map(([name, what]): [string, string] => [name, what]) : []),
          ]}
        />
        {product.description && (
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {product.description}
          </Text>
        )}
        <Anchor component={Link} to={`/products/purchases?product_id=${product.product_id}`} fz="sm">
          {say("products.purchases")}
        </Anchor>
      </Stack>
    </Card>
  );
};
