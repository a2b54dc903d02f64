import { SimpleGrid } from "@mantine/core";

import { useText } from "@/messages";
import { type Filters, useFilters } from "@/ui/filters";
import { Page } from "@/ui/page";

import { Categories } from "./Categories";
import { Ratings } from "./Ratings";
import { SalesFilters } from "./SalesFilters";
import { Seasons } from "./Seasons";
import { Sections } from "./Sections";
import { Sellers } from "./Sellers";
import { Series } from "./Series";
import { Totals } from "./Totals";

const Sales = () => {
  const say = useText();
  const { filters } = useFilters();
  return (
    <Page title={say("products.section.sales")} above={[{ label: say("nav.products"), to: "/products" }]}>
      <Sections />
      <SalesFilters withCompare />
      <Totals filters={filters} />
      <Series filters={filters} />
      <Categories filters={filters} />
      <Seasons filters={filters} />
      <Bottom filters={filters} />
    </Page>
  );
};

const Bottom = ({ filters }: { filters: Filters }) => (
  <SimpleGrid cols={{ base: 1, md: 2 }}>
    <Sellers filters={filters} />
    <Ratings filters={filters} />
  </SimpleGrid>
);

export default Sales;
