import { SimpleGrid } from "@mantine/core";
import { useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFilters, WindowFilter } from "@/ui/filters";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { Edits, Prices } from "./Prices";
import { PriceEffect } from "./PriceEffect";
import { ProductActions } from "./ProductActions";
import { ProductFacts } from "./ProductFacts";
import { Ratings } from "./Ratings";
import { Sellers } from "./Sellers";
import { Series } from "./Series";
import { Totals } from "./Totals";

const Product = () => {
  const say = useText();
  const may = useMay();
  const { filters } = useFilters();
  const product_id = Number(useParams().productId);
  const query = $api.useQuery("get", "/api/products/{product_id}", { params: { path: { product_id } } });
  const own = { ...filters, product_id: [product_id] };
  return (
    <Loaded query={query}>
      {(product) => (
        <Page title={product.title} above={[{ label: say("nav.products"), to: "/products" }]} actions={may("products.manage") && <ProductActions product={product} />}>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <ProductFacts product={product} />
            <Prices product={product} />
          </SimpleGrid>
          {may("analytics.read") && (
            <>
              <WindowFilter withCompare />
              <Totals filters={own} />
              <Series filters={own} />
              <SimpleGrid cols={{ base: 1, md: 2 }}>
                <Sellers filters={own} />
                <Ratings filters={own} />
              </SimpleGrid>
              <PriceEffect productId={product_id} />
            </>
          )}
          <Edits productId={product_id} />
        </Page>
      )}
    </Loaded>
  );
};

export default Product;
