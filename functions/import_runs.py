"""Runs of imports: what was read, what was refused, and what can be done about it."""

import azure.functions as func

from shared.imports import queries, run_service, undo
from shared.imports.schemas import FileOut, RejectOut, RejectQuery, RunOut, RunQuery
from shared.permissions import Permission
from shared.platform.blobs import blob_store
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("imports/runs", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def list_runs(call: Call, query: RunQuery) -> Page[RunOut]:
    """List the runs: what was read when, with its counts."""
    return queries.list_runs(call.session, query)


@bp.route("imports/runs/{run_id:int}", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def get_run(call: Call, run_id: int) -> RunOut:
    """Return one run with its progress and counts."""
    return RunOut.model_validate(queries.get_run(call.session, run_id))


@bp.route("imports/runs/{run_id:int}/retry", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN, status=202)
def retry_run(call: Call, run_id: int) -> RunOut:
    """Let a run that failed or was cancelled go on where it was."""
    return RunOut.model_validate(run_service.retry_run(call.session, call.actor, run_id))


@bp.route("imports/runs/{run_id:int}/rejects", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def list_rejects(call: Call, run_id: int, query: RejectQuery) -> Page[RejectOut]:
    """List the rows of a run that could not be taken, with line, column, value and reason."""
    return queries.list_rejects(call.session, call.actor, run_id, query)


@bp.route("imports/runs/{run_id:int}/rejects/file", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def get_rejects_file(call: Call, run_id: int) -> FileOut:
    """Return a link to the refused lines as a file of the format that was sent, with a column `reason` in front."""
    return run_service.rejects_link(call.session, call.actor, run_id, blob_store())


@bp.route("imports/runs/{run_id:int}/file", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def get_run_file(call: Call, run_id: int) -> FileOut:
    """Return a link to the file that was read."""
    return run_service.file_link(call.session, call.actor, run_id, blob_store())


@bp.route("imports/runs/{run_id:int}/cancel", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN)
def cancel_run(call: Call, run_id: int) -> RunOut:
    """Stop a run where it is; what has landed stays and can be undone."""
    return RunOut.model_validate(run_service.cancel_run(call.session, call.actor, run_id))


@bp.route("imports/runs/{run_id:int}/undo", methods=["POST"])
@endpoint(Permission.IMPORTS_MANAGE)
def undo_run(call: Call, run_id: int) -> RunOut:
    """Take a run back: rows it inserted go, rows it updated go back, unless something newer touched any of them."""
    return RunOut.model_validate(undo.undo_run(call.session, call.actor, run_id))
