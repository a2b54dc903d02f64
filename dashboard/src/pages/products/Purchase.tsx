import { Card, SimpleGrid, Title } from "@mantine/core";
import { useParams } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { useNames } from "@/ui/names";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { DataTable, Facts } from "@/ui/table";

import { ChannelLink, CustomerLink, ProductLink, PurchaseState, Stars, useReason } from "./marks";
import { PurchaseActions } from "./PurchaseActions";
import { PurchaseEdit } from "./PurchaseEdit";
import { lineTotal } from "./values";

type Purchase = Schema["PurchaseOut"];

const PurchasePage = () => {
  const say = useText();
  const may = useMay();
  const purchase_id = Number(useParams().purchaseId);
  const query = $api.useQuery("get", "/api/purchases/{purchase_id}", { params: { path: { purchase_id } } });
  const above = [
    { label: say("nav.products"), to: "/products" },
    { label: say("products.section.purchases"), to: "/products/purchases" },
  ];
  return (
    <Loaded query={query}>
      {(purchase) => (
        <Page title={say("purchases.numbered", { id: String(purchase_id) })} above={above} actions={may("purchases.manage") && <PurchaseActions purchase={purchase} />}>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <PurchaseFacts purchase={purchase} />
            {may("purchases.manage") && purchase.status !== "cancelled" && <PurchaseEdit key={purchase_id} purchase={purchase} />}
          </SimpleGrid>
          <Returned purchase={purchase} />
        </Page>
      )}
    </Loaded>
  );
};

const PurchaseFacts = ({ purchase }: { purchase: Purchase }) => {
  const say = useText();
  const formats = useFormats();
  const title = useNames("product", [purchase.product_id]);
  const influencer = useNames("influencer", [purchase.channel]);
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("purchases.facts")}
      </Title>
      <Facts
        facts={[
          [say("word.status"), <PurchaseState key="state" status={purchase.status} />],
          [say("word.date"), formats.day(purchase.bought_date)],
          [say("word.product"), <ProductLink key="product" id={purchase.product_id} title={title(purchase.product_id)} />],
          [say("purchases.customer"), <CustomerLink key="customer" id={purchase.customer_id} />],
          [say("purchases.quantity"), formats.count(purchase.quantity)],
          [say("purchases.unitPrice"), formats.money(purchase.unit_price)],
          [say("purchases.total"), formats.money(lineTotal(purchase.unit_price, purchase.quantity))],
          [say("purchases.returned"), formats.count(purchase.returned_quantity)],
          [say("purchases.rating"), <Stars key="rating" rating={purchase.rating} />],
          [say("purchases.channel"), <ChannelLink key="channel" id={purchase.channel} name={influencer(purchase.channel)} />],
          [say("purchases.stockKept"), say(purchase.stock_kept ? "word.yes" : "word.no")],
          [say("products.source"), purchase.source ? `${purchase.source}: ${purchase.external_ref ?? "–"}` : "–"],
        ]}
      />
    </Card>
  );
};

const Returned = ({ purchase: { purchase_id } }: { purchase: Purchase }) => {
  const say = useText();
  const formats = useFormats();
  const reasonOf = useReason();
  const query = $api.useQuery("get", "/api/purchases/{purchase_id}/returns", { params: { path: { purchase_id }, query: { limit: 200 } } });
  return (
    <section>
      <Title order={2} size="h4">
        {say("products.section.returns")}
      </Title>
      <Loaded query={query}>
        {({ items }) => (
          <DataTable
            label={say("products.section.returns")}
            rows={items}
            idOf={(one) => one.return_id}
            empty={say("purchases.returns.none")}
            columns={[
              { key: "day", label: say("word.date"), show: (one) => formats.day(one.returned_date) },
              { key: "quantity", label: say("purchases.quantity"), isFigure: true, show: (one) => formats.count(one.quantity) },
              { key: "reason", label: say("purchases.reason"), show: (one) => reasonOf(one.reason) },
              { key: "source", label: say("products.source"), show: (one) => one.source ?? "–" },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
};

export default PurchasePage;
