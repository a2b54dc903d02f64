import { Button, Group, MultiSelect } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { ExportCsv } from "@/ui/export";
import { useFilters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { CategoryFilter, RecordFilter } from "@/ui/pick";
import { DaysFilter, SearchFilter, useSort } from "@/ui/search";

import { askedOf, LATEST_FIRST, readPurchases, STATES } from "./asked";
import { PurchaseTable } from "./PurchaseTable";
import { Sections } from "./Sections";

const EXPORT_CHUNK = 200;

const Purchases = () => {
  const say = useText();
  const may = useMay();
  const { filters, search } = useFilters();
  const { sort, onSort } = useSort(LATEST_FIRST);
  const asked = askedOf(filters, search, sort);
  const { query, rows } = useList(["get", "/api/purchases", "list", asked], (cursor) => readPurchases(asked, cursor));
  return (
    <Page
      title={say("products.section.purchases")}
      above={[{ label: say("nav.products"), to: "/products" }]}
      actions={
        <>
          <ExportCsv name={say("products.section.purchases")} fetch={(cursor) => readPurchases(asked, cursor, EXPORT_CHUNK)} toLine={(one) => ({ ...one })} />
          {may("purchases.manage") && (
            <Button component={Link} to="/products/purchases/new" leftSection={<IconPlus size={16} aria-hidden />}>
              {say("purchases.new")}
            </Button>
          )}
        </>
      }
    >
      <Sections />
      <PurchaseFilters />
      <Listed query={query}>
        <PurchaseTable rows={rows} sort={sort} onSort={onSort} empty={say("state.empty.filtered")} />
      </Listed>
    </Page>
  );
};

const RATINGS = ["5", "4", "3", "2", "1"];

const PurchaseFilters = () => {
  const say = useText();
  const { filters, change, search } = useFilters();
  const customer = search.get("customer_id");
  return (
    <Group align="flex-end" className="no-print">
      <SearchFilter label={say("purchases.search")} />
      <DaysFilter />
      <MultiSelect label={say("word.status")} data={STATES.map((value) => ({ value, label: say(`purchases.status.${value}`) }))} value={filters.status ?? []} onChange={(status) => change({ status })} placeholder={filters.status ? undefined : say("filter.any")} clearable w={{ base: "47%", xs: 230 }} />
      <MultiSelect label={say("purchases.rating")} data={RATINGS.map((value) => ({ value, label: say("purchases.stars", { rating: Number(value) }) }))} value={search.getAll("rating")} onChange={(rating) => change({ rating })} placeholder={search.has("rating") ? undefined : say("filter.any")} clearable w={{ base: "47%", xs: 170 }} />
      <RecordFilter kind="product" label={say("word.product")} />
      <RecordFilter kind="influencer" label={say("word.influencer")} />
      <CategoryFilter />
      {customer && (
        <Button variant="light" onClick={() => change({ customer_id: null })}>
          {say("purchases.onlyCustomer", { id: customer })}
        </Button>
      )}
    </Group>
  );
};

export default Purchases;
