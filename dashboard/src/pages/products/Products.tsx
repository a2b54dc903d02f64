import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { ExportCsv } from "@/ui/export";
import { ChoiceFilter, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { CategoryFilter } from "@/ui/pick";
import { SearchFilter, useSort } from "@/ui/search";
import { type Column, DataTable } from "@/ui/table";

import { OnSale, ProductLink } from "./marks";
import { Sections } from "./Sections";

type Product = Schema["ProductOut"];
const CHUNK = 50;
const EXPORT_CHUNK = 200;

const Products = () => {
  const say = useText();
  const may = useMay();
  const { filters, search } = useFilters();
  const { sort } = useSort("product_id");
  const on_sale = search.has("on_sale") ? search.get("on_sale") === "true" : undefined;
  const asked = { q: search.get("q") ?? undefined, category: filters.category, on_sale, sort };
  const fetch = (cursor: string | undefined, limit = CHUNK) => api.GET("/api/products", { params: { query: { ...asked, cursor, limit } } });
  const { query, rows } = useList(["get", "/api/products", "list", asked], (cursor) => fetch(cursor));
  return (
    <Page
      title={say("nav.products")}
      actions={
        <>
          <ExportCsv name={say("products.section.products")} fetch={(cursor) => fetch(cursor, EXPORT_CHUNK)} toLine={(one) => ({ ...one })} />
          {may("products.manage") && (
            <Button component={Link} to="/products/new" leftSection={<IconPlus size={16} aria-hidden />}>
              {say("products.new")}
            </Button>
          )}
        </>
      }
    >
      <Sections />
      <Group align="flex-end" className="no-print">
        <SearchFilter label={say("products.search")} />
        <CategoryFilter />
        <ChoiceFilter
          name="on_sale"
          label={say("products.onSale")}
          data={[
            { value: "true", label: say("word.yes") },
            { value: "false", label: say("word.no") },
          ]}
        />
      </Group>
      <Listed query={query}>
        <ProductTable rows={rows} isNarrowed={Boolean(asked.q || asked.category || search.has("on_sale"))} />
      </Listed>
    </Page>
  );
};

const ProductTable = ({ rows, isNarrowed }: { rows: readonly Product[]; isNarrowed: boolean }) => {
  const say = useText();
  const formats = useFormats();
  const { sort, onSort } = useSort("product_id");
  const columns: Column<Product>[] = [
    { key: "title", label: say("products.name"), sort: "title", show: (one) => <ProductLink id={one.product_id} title={one.title} /> },
    { key: "category", label: say("word.category"), sort: "category", show: (one) => one.category },
    { key: "price", label: say("products.price"), sort: "product_price", isFigure: true, show: (one) => formats.money(one.product_price) },
    { key: "stock", label: say("products.stock"), isFigure: true, show: (one) => formats.count(one.stock_quantity) },
    { key: "sold", label: say("products.sold"), isFigure: true, show: (one) => formats.count(one.sales_quantity) },
    { key: "state", label: say("word.status"), show: (one) => <OnSale isOnSale={one.on_sale} /> },
  ];
  return <DataTable label={say("products.section.products")} rows={rows} columns={columns} idOf={(one) => one.product_id} sorted={sort} onSort={onSort} empty={say(isNarrowed ? "state.empty.filtered" : "products.empty")} />;
};



export default Products;
