import { Alert, Button, Group } from "@mantine/core";
import { IconEyeOff, IconFileImport, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { ExportCsv } from "@/ui/export";
import { ChoiceFilter, useFilters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { RecordFilter } from "@/ui/pick";
import { DaysFilter, SearchFilter, useSort } from "@/ui/search";

import { CustomerTable } from "./CustomerTable";

const CHUNK = 50;
const EXPORT_CHUNK = 200;
const LATEST_FIRST = "-since";

const Customers = () => {
  const say = useText();
  const may = useMay();
  const { filters, search } = useFilters();
  const { sort, onSort } = useSort(LATEST_FIRST);
  const isPersonal = may("customers.personal");
  const is_account_deleted = search.has("is_account_deleted") ? search.get("is_account_deleted") === "true" : undefined;
  // Who may not see names may not search by them either.
  const q = isPersonal ? (search.get("q") ?? undefined) : undefined;
  const asked = { q, from: filters.from, to: filters.to, influencer_id: filters.influencer_id, is_account_deleted, sort };
  const fetch = (cursor: string | undefined, limit = CHUNK) => api.GET("/api/customers", { params: { query: { ...asked, cursor, limit } } });
  const { query, rows } = useList(["get", "/api/customers", "list", asked], (cursor) => fetch(cursor));
  return (
    <Page title={say("nav.customers")} actions={<Actions download={<ExportCsv name={say("nav.customers")} fetch={(cursor) => fetch(cursor, EXPORT_CHUNK)} toLine={(one) => ({ ...one })} />} />}>
      {!isPersonal && (
        <Alert icon={<IconEyeOff aria-hidden />} color="gray">
          {say("customers.masked")}
        </Alert>
      )}
      <CustomerFilters isPersonal={isPersonal} />
      <Listed query={query}>
        <CustomerTable rows={rows} isPersonal={isPersonal} sort={sort} onSort={onSort} empty={say("customers.empty")} />
      </Listed>
    </Page>
  );
};

const Actions = ({ download }: { download: ReactNode }) => {
  const say = useText();
  const may = useMay();
  return (
    <>
      {download}
      {may("imports.run") && (
        <Button component={Link} to="/imports" variant="default" leftSection={<IconFileImport size={16} aria-hidden />}>
          {say("customers.import")}
        </Button>
      )}
      {may("customers.manage") && (
        <Button component={Link} to="/customers/new" leftSection={<IconPlus size={16} aria-hidden />}>
          {say("customers.new")}
        </Button>
      )}
    </>
  );
};

const CustomerFilters = ({ isPersonal }: { isPersonal: boolean }) => {
  const say = useText();
  const choices = [
    { value: "false", label: say("customers.kept") },
    { value: "true", label: say("customers.erased") },
  ];
  return (
    <Group align="flex-end" className="no-print">
      {isPersonal && <SearchFilter label={say("customers.search")} hint={say("customers.search.hint")} />}
      <DaysFilter label={say("customers.since")} />
      <RecordFilter kind="influencer" label={say("customers.through")} />
      <ChoiceFilter name="is_account_deleted" label={say("word.status")} data={choices} />
    </Group>
  );
};

export default Customers;
