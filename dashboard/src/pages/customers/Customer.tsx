import { Alert, SimpleGrid, Stack, Title } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { readPurchases } from "@/pages/products/asked";
import { PurchaseTable } from "@/pages/products/PurchaseTable";
import { useMay } from "@/session/session";
import { useSort } from "@/ui/search";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { CustomerActions } from "./CustomerActions";
import { CustomerFacts } from "./CustomerFacts";
import { Likes } from "./Likes";

const CustomerPage = () => {
  const say = useText();
  const may = useMay();
  const customer_id = Number(useParams().customerId);
  const query = $api.useQuery("get", "/api/customers/{customer_id}", { params: { path: { customer_id } } });
  return (
    <Loaded query={query}>
      {(customer) => (
        <Page
          title={customer.is_account_deleted ? say("customers.numbered", { id: String(customer_id) }) : customer.customer_name}
          above={[{ label: say("nav.customers"), to: "/customers" }]}
          actions={may("customers.manage") && !customer.is_account_deleted && <CustomerActions customer={customer} />}
        >
          {customer.is_account_deleted && <Alert color="gray">{say("customers.erased.about")}</Alert>}
          {customer.masked && !customer.is_account_deleted && (
            <Alert icon={<IconEyeOff aria-hidden />} color="gray">
              {say("customers.masked")}
            </Alert>
          )}
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <CustomerFacts customer={customer} />
            {may("purchases.read") && <Likes customer={customer} />}
          </SimpleGrid>
          {may("purchases.read") && <Purchases customerId={customer_id} />}
        </Page>
      )}
    </Loaded>
  );
};

const Purchases = ({ customerId }: { customerId: number }) => {
  const say = useText();
  const { sort, onSort } = useSort("-bought_date");
  const asked = { customer_id: [customerId], sort };
  const { query, rows } = useList(["get", "/api/purchases", "list", asked], (cursor) => readPurchases(asked, cursor));
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h4">
        {say("products.section.purchases")}
      </Title>
      <Listed query={query}>
        <PurchaseTable rows={rows} sort={sort} onSort={onSort} empty={say("customers.purchases.none")} isOfOneCustomer />
      </Listed>
    </Stack>
  );
};

export default CustomerPage;
