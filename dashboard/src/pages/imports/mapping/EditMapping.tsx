import { useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { Editor } from "./Editor";

/** The mapping of a source, edited beside what it makes of a file. */
const EditMapping = () => {
  const say = useText();
  const sourceId = Number(useParams().sourceId);
  const query = $api.useQuery("get", "/api/imports/sources/{source_id}", { params: { path: { source_id: sourceId } } });
  const above = [
    { label: say("nav.imports"), to: "/imports" },
    { label: query.data?.slug ?? say("imports.source"), to: `/imports/sources/${sourceId}` },
  ];
  return (
    <Page title={say("imports.mapping.of", { source: query.data?.slug ?? "" })} about={say("imports.mapping.about")} above={above}>
      <Loaded query={query}>{(source) => <Editor key={JSON.stringify(source.mapping)} source={source} />}</Loaded>
    </Page>
  );
};

export default EditMapping;
