"""Sources of files, uploads, and the triggers that read what arrives."""

import azure.functions as func
from azure.functions import BlobSource
from sqlalchemy.orm import Session

from shared.imports import forgetting, jobs, preview, pulling, queries, service, trial
from shared.imports.preview_schemas import PreviewIn, PreviewOut
from shared.imports.schemas import (
    SourceIn,
    SourceOut,
    SourcePatch,
    SourceQuery,
    TrialOut,
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
    """Change a source's mapping, feed or schedule, or switch it on or off."""
    source = service.update_source(call.session, call.actor, source_id, body, check=call.check_version)
    return Answer(SourceOut.model_validate(source), version=source.version)


@bp.route("imports/sources/{source_id:int}/preview", methods=["POST"])
@endpoint(Permission.IMPORTS_MANAGE, private=True)
def preview_source(call: Call, source_id: int, body: PreviewIn) -> PreviewOut:
    """Show how the first 20 rows of a file would land, and propose a mapping for it; nothing lands."""
    return preview.preview(call.session, call.actor, source_id, body, blobs=blob_store())


@bp.route("imports/sources/{source_id:int}/run", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN, status=202)
def run_source(call: Call, source_id: int) -> SourceOut:
    """Fetch the feed, or look for files of this source that were not read yet, within the next minute."""
    return SourceOut.model_validate(service.ask_for_pull(call.session, call.actor, source_id))


@bp.route("imports/sources/{source_id:int}/test", methods=["POST"])
@endpoint(Permission.IMPORTS_MANAGE, private=True, refuses=(404, 409, 429))
def test_source(call: Call, source_id: int) -> TrialOut:
    """Fetch the first page of a feed and show what came, and whether the mapping fits; nothing is kept."""
    return trial.test_source(call.session, call.actor, source_id)


@bp.route("imports/uploads", methods=["POST"])
@endpoint(Permission.IMPORTS_RUN, status=201, refuses=(404, 409, 429))
def create_upload(call: Call, body: UploadIn) -> UploadOut:
    """Return a link to which one file can be PUT within 15 minutes; its arrival starts the run.

    Blob storage wants the header `x-ms-blob-type: BlockBlob` with the PUT.
    """
    run = service.create_upload(call.session, call.actor, body)
    link = blob_store().upload_link(service.CONTAINER, service.blob_in_container(run))
    return UploadOut(upload_url=link.url, run_id=run.run_id, expires_at=link.expires_at)


@bp.blob_trigger("blob", "imports/{name}", "AzureWebJobsStorage", source=BlobSource.EVENT_GRID)
@job("import_blob")
def import_blob(blob: func.InputStream) -> object:
    """Read a file that arrived."""
    return jobs.import_blob(blob_store(), str(blob.name))


@bp.timer_trigger("timer", "0 * * * * *")
@job("pull_sources")
def pull_sources(timer: func.TimerRequest) -> object:
    """Fetch the feeds that are due, and read files whose arrival was missed."""
    return pulling.pull_sources(blob_store())


@bp.timer_trigger("timer", "30 * * * * *")
@job("resume_imports")
def resume_imports(timer: func.TimerRequest) -> object:
    """Take up runs whose process died."""
    return jobs.resume_imports(blob_store())


@bp.timer_trigger("timer", "0 55 3 * * *")
@job("forget_import_changes")
def forget_import_changes(session: Session) -> object:
    """Forget what runs replaced that can no longer be taken back."""
    return forgetting.forget_changes(session)
