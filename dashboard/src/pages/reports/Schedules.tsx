import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";
import { DataTable } from "@/ui/table";

import { SCHEDULES } from "./keys";
import { Parts } from "./Parts";
import { useScheduleColumns } from "./scheduleColumns";

/** Reports that are made again and again. */
const Schedules = () => {
  const say = useText();
  const { search, change } = useFilters();
  const sort = search.get("sort") ?? "next_due_at";
  const { query, rows } = useList([...SCHEDULES, sort], (cursor) => api.GET("/api/report-schedules", { params: { query: { cursor, sort } } }));
  const columns = useScheduleColumns();
  return (
    <Page
      title={say("reports.part.schedules")}
      about={say("reports.schedules.about")}
      actions={
        <Button component={Link} to="/reports/schedules/new" leftSection={<IconPlus size={16} aria-hidden />}>
          {say("reports.schedules.new")}
        </Button>
      }
    >
      <Parts />
      <Listed query={query}>
        <DataTable label={say("reports.part.schedules")} rows={rows} columns={columns} idOf={(one) => one.schedule_id} sorted={sort} onSort={(by) => change({ sort: by })} empty={say("reports.schedules.none")} />
      </Listed>
    </Page>
  );
};

export default Schedules;
