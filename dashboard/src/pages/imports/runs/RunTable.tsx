import { Anchor, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useEffect } from "react";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { useSourceNames } from "../sources/names";
import { RunState } from "./RunState";
import { isLive, OUTCOMES, countOf, type Run, type State } from "./runs";

const LOOK_AGAIN = 2000;
const NEWEST_FIRST = "-run_id";

/** Runs, the newest first; while one is going on, its progress is followed. */
export const RunTable = ({ sourceId, state }: { sourceId?: number; state?: State }) => {
  const say = useText();
  const { change, search } = useFilters();
  const sort = search.get("sort") === "run_id" ? "run_id" : NEWEST_FIRST;
  const { query, rows } = useList<Run>(["imports/runs", sourceId, state, sort], (cursor) => api.GET("/api/imports/runs", { params: { query: { source_id: sourceId, state, sort, cursor } } }));
  const columns = useColumns(sourceId === undefined);
  useFollowing(
    rows.some((run) => isLive(run, Date.now())),
    query.refetch,
  );
  return (
    <Listed query={query}>
      <DataTable label={say("imports.runs")} rows={rows} columns={columns} idOf={(run) => run.run_id} sorted={sort} onSort={(by) => change({ sort: by })} empty={say("imports.runs.none")} />
    </Listed>
  );
};

/** Look again and again for as long as something may change by itself. */
const useFollowing = (isGoing: boolean, look: () => unknown) => {
  const { start, stop } = useInterval(() => void look(), LOOK_AGAIN);
  useEffect(() => {
    if (isGoing) start();
    return stop;
  }, [isGoing, start, stop]);
};

const useColumns = (withSource: boolean): Column<Run>[] => {
  const say = useText();
  const formats = useFormats();
  const nameOf = useSourceNames();
  const source: Column<Run> = {
    key: "source",
    label: say("imports.source"),
    show: (run) => (
      <Anchor component={Link} to={`/imports/sources/${run.source_id}`}>
        {nameOf(run.source_id)}
      </Anchor>
    ),
  };
  return [
    {
      key: "file",
      label: say("imports.file"),
      name: say("imports.file"),
      sort: "run_id",
      show: (run) => (
        <Anchor component={Link} to={`/imports/runs/${run.run_id}`}>
          {run.file_name ?? say("imports.run.number", { id: run.run_id })}
        </Anchor>
      ),
    },
    ...(withSource ? [source] : []),
    { key: "state", label: say("word.status"), show: (run) => <RunState run={run} /> },
    { key: "read", label: say("imports.rows.read"), isFigure: true, show: (run) => formats.count(run.rows_read) },
    ...OUTCOMES.map((outcome) => ({ key: outcome, label: say(`imports.rows.${outcome}`), isFigure: true, show: (run: Run) => formats.count(countOf(run, outcome)) })),
    { key: "at", label: say("imports.at"), show: (run) => <Text span size="sm" style={{ whiteSpace: "nowrap" }}>{formats.instant(run.created_at)}</Text> },
  ];
};
