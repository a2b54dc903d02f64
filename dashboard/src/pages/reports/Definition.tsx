import { useParams, useSearchParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { FOR_EDITING, LoadedForEditing } from "@/ui/editing";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { DefinitionForm } from "./DefinitionForm";
import { daysOf, fieldsOf, type Kind } from "./kinds";
import { changed, readValues, valuesOf } from "./values";

const CUSTOM = "custom";
const FIRST = { metrics: ["net_revenue"], dimensions: ["category"] };

/** A question of one's own: made, tried and saved under a name. */
const Definition = () => {
  const say = useText();
  const { definitionId } = useParams();
  const kinds = $api.useQuery("get", "/api/report-kinds");
  const above = [
    { label: say("nav.reports"), to: "/reports" },
    { label: say("reports.part.custom"), to: "/reports/custom" },
  ];
  return (
    <Page title={say(definitionId ? "reports.custom.one" : "reports.custom.new")} about={say("reports.custom.one.about")} above={above}>
      <Loaded query={kinds}>
        {({ items }) => {
          const kind = items.find((one) => one.kind === CUSTOM);
          if (!kind) return say("state.forbidden");
          return definitionId ? <Saved key={definitionId} kind={kind} definitionId={Number(definitionId)} /> : <New kind={kind} />;
        }}
      </Loaded>
    </Page>
  );
};

/** It begins with the filters of the address, if another page brought some along. */
const New = ({ kind }: { kind: Kind }) => {
  const [search] = useSearchParams();
  const given = readValues(fieldsOf(kind), daysOf(kind), search);
  return <DefinitionForm kind={kind} first={{ name: "", values: changed({ ...FIRST, ...given }, {}), charts: kind.charts.map(({ slug }) => slug) }} />;
};

const Saved = ({ kind, definitionId }: { kind: Kind; definitionId: number }) => {
  const query = $api.useQuery("get", "/api/report-definitions/{definition_id}", { params: { path: { definition_id: definitionId } } }, FOR_EDITING);
  return (
    <LoadedForEditing query={query}>
      {({ name, question, charts }) => <DefinitionForm kind={kind} definitionId={definitionId} first={{ name, values: valuesOf(question), charts: charts ?? kind.charts.map(({ slug }) => slug) }} />}
    </LoadedForEditing>
  );
};

export default Definition;
