import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, Navigate, useSearchParams } from "react-router";

import { useText } from "@/messages";
import { ChoiceFilter } from "@/ui/filters";
import { Page } from "@/ui/page";

import { Parts } from "./Parts";
import { ReportList } from "./ReportList";

const STATES = ["queued", "rendering", "ready", "failed", "cancelled"] as const;

/** The reports that one asked for, and those made for one by schedule. */
const Reports = () => {
  const say = useText();
  const [search] = useSearchParams();
  // A page that shows the same figures links here with its own filters.
  if (search.has("kind")) return <Navigate to={{ pathname: "/reports/new", search: search.toString() }} replace />;
  return (
    <Page
      title={say("nav.reports")}
      about={say("reports.about")}
      actions={
        <Button component={Link} to="/reports/new" leftSection={<IconPlus size={16} aria-hidden />}>
          {say("reports.new")}
        </Button>
      }
    >
      <Parts />
      <ChoiceFilter name="state" label={say("word.status")} data={STATES.map((value) => ({ value, label: say(`reports.state.${value}`) }))} />
      <ReportList state={STATES.find((one) => one === search.get("state"))} />
    </Page>
  );
};

export default Reports;
