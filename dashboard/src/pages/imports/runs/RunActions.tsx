import { Button } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { type Say, useText } from "@/messages";
import { useMay } from "@/session/session";
import { download } from "@/ui/download";
import { confirm, done, tell } from "@/ui/forms";

import { useMayOpen } from "../sources/names";
import { canRetry, hasEnded, isOpen, type Run, touchedOf } from "./runs";
import { TouchedRows } from "./TouchedRows";

/** What can be done about a run, as far as its state and the role allow. */
export const RunActions = ({ run }: { run: Run }) => {
  const say = useText();
  const may = useMay();
  const mayOpen = useMayOpen();
  const deeds = useDeeds(run);
  return (
    <>
      {run.file_sha256 && mayOpen(run) && (
        <Button variant="default" onClick={deeds.original}>
          {say("imports.download.file")}
        </Button>
      )}
      {run.rows_rejected > 0 && !isOpen(run) && mayOpen(run) && (
        <Button variant="default" onClick={deeds.rejects}>
          {say("imports.download.rejects")}
        </Button>
      )}
      {isOpen(run) && may("imports.run") && (
        <Button variant="default" onClick={deeds.cancel}>
          {say("imports.cancel")}
        </Button>
      )}
      {canRetry(run) && may("imports.run") && <Button onClick={deeds.retry}>{say("imports.retry")}</Button>}
      {hasEnded(run) && may("imports.manage") && (
        <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={deeds.undo}>
          {say("imports.undo")}
        </Button>
      )}
    </>
  );
};

const useDeeds = ({ run_id, rows_inserted, rows_updated }: Run) => {
  const say = useText();
  const queries = useQueryClient();
  const params = { path: { run_id } };
  const refused = (error: unknown) => tell(error, say);
  const changed = () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.some((part) => String(part).includes("imports/r")) });
  const save = (link: Promise<{ data?: { file_name: string; download_url: string } }>) => void link.then(({ data }) => data && download(data.file_name, data.download_url)).catch(refused);
  return {
    original: () => save(api.GET("/api/imports/runs/{run_id}/file", { params })),
    rejects: () => save(api.GET("/api/imports/runs/{run_id}/rejects/file", { params })),
    retry: () => void api.POST("/api/imports/runs/{run_id}/retry", { params }).then(changed).catch(refused),
    cancel: () =>
      confirm({ title: say("imports.cancel"), text: say("imports.cancel.ask"), label: say("imports.cancel"), isDangerous: true, deed: () => api.POST("/api/imports/runs/{run_id}/cancel", { params }), after: changed }, say),
    undo: () =>
      confirm(
        {
          title: say("imports.undo"),
          text: say("imports.undo.ask", { inserted: rows_inserted, updated: rows_updated }),
          label: say("imports.undo"),
          isDangerous: true,
          deed: () =>
            api
              .POST("/api/imports/runs/{run_id}/undo", { params })
              .then(() => done(say("imports.undo.done")))
              .catch((error: unknown) => explain(error, say)),
          after: () => void changed(),
        },
        say,
      ),
  };
};

/** A refusal that names rows is shown with them; any other as all are. */
const explain = (error: unknown, say: Say): void => {
  const problem = asProblem(error);
  const rows = touchedOf(problem.told);
  if (rows.length === 0) throw error;
  modals.open({ title: problem.detail, size: "lg", closeButtonProps: { "aria-label": say("action.close") }, children: <TouchedRows rows={rows} hasMore={problem.told.more === true} /> });
};
