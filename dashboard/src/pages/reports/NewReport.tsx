import { Alert } from "@mantine/core";
import { useSearchParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { fieldsOf, type Kind, daysOf } from "./kinds";
import { KindChoice } from "./KindChoice";
import { Order } from "./Order";
import { type Changes, keptFor, readValues } from "./values";

const LONG = 60 * 60 * 1000;

/** Ask for a report: what it is about, which charts, as what file; beside it what it will show. */
const NewReport = () => {
  const say = useText();
  const query = $api.useQuery("get", "/api/report-kinds", {}, { staleTime: LONG });
  return (
    <Page title={say("reports.new")} about={say("reports.new.about")} above={[{ label: say("nav.reports"), to: "/reports" }]}>
      <Loaded query={query}>{({ items }) => <Builder kinds={items} />}</Loaded>
    </Page>
  );
};

const Builder = ({ kinds }: { kinds: readonly Kind[] }) => {
  const say = useText();
  const { change, search } = useFilters();
  const [, setSearch] = useSearchParams();
  const asked = search.get("kind");
  const kind = asked ? kinds.find((one) => one.kind === asked) : kinds[0];
  const choose = (slug: string) => setSearch((before) => keptFor(slug, before), { replace: true });
  if (!kind) {
    return (
      <>
        <Alert color="yellow">{say("reports.kind.unknown")}</Alert>
        <KindChoice kinds={kinds} onChange={choose} />
      </>
    );
  }
  const values = readValues(fieldsOf(kind), daysOf(kind), search);
  return (
    <Order key={kind.kind} kind={kind} values={values} onChange={(changes) => change(addressOf(changes))} choice={<KindChoice kinds={kinds} kind={kind} onChange={choose} />} />
  );
};

/** As addresses have it: texts and numbers. */
const addressOf = (changes: Changes) =>
  Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, typeof value === "object" && value !== null ? value.map(String) : typeof value === "boolean" ? String(value) : value]));

export default NewReport;
