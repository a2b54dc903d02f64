"""Sources of files, uploads, runs, and the triggers that read what arrives."""

import azure.functions as func
from azure.functions import BlobSource

from shared.imports import jobs, queries, service
from shared.imports.schemas import (
    RejectOut,
    RejectQuery,
    RunOut,
    RunQuery,
    SourceIn,
    SourceOut,
    SourcePatch,
    SourceQuery,
    UploadIn,
    UploadOut,
)
from shared.permissions import Permission
from shared.platform.blobs import blob_store
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("imports/sources", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def list_sources(call: Call, query: SourceQuery) -> Page[SourceOut]:
    """List the sources of files."""
    return queries.list_sources(call.session, query)


@bp.route("imports/sources", methods=["POST"])
@endpoint(Permission.IMPORTS_MANAGE, status=201)
def create_source(call: Call, body: SourceIn) -> Answer[SourceOut]:
    """Declare a source: where its files come from and what their columns mean."""
    source = service.create_source(call.session, call.actor, body)
    made = SourceOut.model_validate(source)
    return Answer(made, version=source.version, location=f"/api/imports/sources/{source.source_id}")


@bp.route("imports/sources/{source_id:int}", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def get_source(call: Call, source_id: int) -> Answer[SourceOut]:
    """Return one source with its mapping."""
    source = queries.get_source(call.session, source_id)
    return Answer(SourceOut.model_validate(source), version=source.version)


@bp.route("imports/sources/{source_id:int}", methods=["PATCH"])
@endpoint(Permission.IMPORTS_MANAGE)
def update_source(call: Call, source_id: int, body: SourcePatch) -> Answer[SourceOut]:
    """Change a source's mapping or schedule, or switch it on or off."""
    source = service.update_source(call.session, call.actor, source_id, body, check=call.check_version)
    return Answer(SourceOut.model_validate(source), version=source.version)


@bp.route("imports/sources/{source_id:int}/run", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN, status=202)
def run_source(call: Call, source_id: int) -> SourceOut:
    """Look for files of this source that were not read yet; the next pull reads them."""
    return SourceOut.model_validate(service.ask_for_pull(call.session, call.actor, source_id))


@bp.route("imports/uploads", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN, status=201)
def create_upload(call: Call, body: UploadIn) -> UploadOut:
    """Return a link to which one file can be PUT within 15 minutes; its arrival starts the run.

    Blob storage wants the header `x-ms-blob-type: BlockBlob` with the PUT.
    """
    run = service.create_upload(call.session, call.actor, body)
    link = blob_store().upload_link(service.CONTAINER, service.blob_in_container(run))
    return UploadOut(upload_url=link.url, run_id=run.run_id, expires_at=link.expires_at)


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
    """Try a failed run again."""
    return RunOut.model_validate(service.retry_run(call.session, call.actor, run_id))


@bp.route("imports/runs/{run_id:int}/rejects", methods=["GET"])
@endpoint(Permission.IMPORTS_READ)
def list_rejects(call: Call, run_id: int, query: RejectQuery) -> Page[RejectOut]:
    """List the rows of a run that could not be taken, with line, column, value and reason."""
    return queries.list_rejects(call.session, call.actor, run_id, query)


@bp.blob_trigger("blob", "imports/{name}", "AzureWebJobsStorage", source=BlobSource.EVENT_GRID)
@job("import_blob")
def import_blob(blob: func.InputStream) -> object:
    """Read a file that arrived."""
    return jobs.import_blob(blob_store(), str(blob.name))


@bp.timer_trigger("timer", "0 * * * * *")
@job("pull_sources")
def pull_sources(timer: func.TimerRequest) -> object:
    """Read files of each enabled source whose arrival was missed."""
    return jobs.pull_sources(blob_store())


@bp.timer_trigger("timer", "30 * * * * *")
@job("resume_imports")
def resume_imports(timer: func.TimerRequest) -> object:
    """Take up runs whose process died."""
    return jobs.resume_imports(blob_store())
