import { Button } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { Tabbed, useFilters } from "@/ui/filters";
import { Page } from "@/ui/page";

import { AllRuns } from "./runs/AllRuns";
import { Sources } from "./sources/Sources";

/** Where files come from, and what became of each. */
const Imports = () => {
  const say = useText();
  const may = useMay();
  const { search } = useFilters();
  const tabs = [
    { value: "sources", label: say("imports.sources") },
    { value: "runs", label: say("imports.runs") },
  ];
  const create = (
    <Button component={Link} to="/imports/sources/new">
      {say("imports.new")}
    </Button>
  );
  return (
    <Page title={say("nav.imports")} about={say("imports.about")} actions={may("imports.manage") && create}>
      <div>
        <Tabbed label={say("nav.imports")} tabs={tabs} />
      </div>
      {search.get("tab") === "runs" ? <AllRuns /> : <Sources />}
    </Page>
  );
};

export default Imports;
