"""Shapes of imports that cross the API."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from shared.imports.feeds.declared import Feed
from shared.imports.mapping import NAMESPACE, Mapping
from shared.imports.schedule import Schedule
from shared.imports.states import RunState, SourceKind
from shared.platform import clock
from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery


def _ncrontab(expression: str) -> str:
    if Schedule.parse(expression).next(clock.now()) is None:
        raise ValueError("such a day never comes")
    return expression


Slug = Annotated[str, Field(pattern=NAMESPACE, description="Also the folder that files are dropped into.")]
Ncrontab = Annotated[
    str, Field(max_length=100, description="Six fields, seconds first, in UTC."), AfterValidator(_ncrontab)
]
FileName = Annotated[str, Field(min_length=1, max_length=200)]


class SourceIn(Body):
    slug: Slug
    kind: SourceKind = SourceKind.BLOB_FOLDER
    enabled: bool = True
    schedule: Annotated[
        Ncrontab | None,
        Field(description="When to fetch the feed, null: when asked; or to look for missed files, null: each minute."),
    ] = None
    namespace: Annotated[Slug | None, Field(description="Whose references the files use; default: the slug.")] = None
    mapping: Mapping
    feed: Annotated[Feed | None, Field(description="How to fetch it; for the kind https_feed.")] = None


class SourcePatch(Body):
    enabled: bool | None = None
    schedule: Ncrontab | None = None
    mapping: Mapping | None = None
    feed: Feed | None = None


class SourceOut(Out):
    source_id: int
    slug: str
    kind: SourceKind
    enabled: bool
    schedule: str | None
    namespace: str
    mapping: dict[str, Any]
    owner_id: int
    version: int
    created_at: datetime
    last_pulled_at: datetime | None
    feed: Annotated[dict[str, Any] | None, Field(description="Secrets by their names only.")]
    failures: Annotated[int, Field(description="In a row; 0: it works.")]
    last_error: Annotated[str | None, Field(description="Of the last failure, be it over or not.")]
    last_failed_at: datetime | None
    last_succeeded_at: datetime | None
    next_due_at: Annotated[datetime | None, Field(description="Null: only when asked.")]


class TrialOut(Out):
    """What fetching the first page of a feed shows; nothing of it is kept."""

    ok: bool
    problem: Annotated[str | None, Field(description="Why the feed would not be imported like this.")]
    status: Annotated[int | None, Field(description="Of the answer; null: there was none.")]
    content_type: str | None
    size: Annotated[int, Field(description="Bytes that were read; of a long file the beginning only.")]
    seconds: float
    columns: Annotated[list[str], Field(description="Of the table as it would be read.")]
    has_next_page: bool


class UploadIn(Body):
    source_id: int
    file_name: FileName


class UploadOut(Out):
    upload_url: str
    run_id: int
    expires_at: datetime


class FileOut(Out):
    download_url: Annotated[str, Field(description="Downloads without a token until expires_at.")]
    expires_at: datetime
    file_name: str


class RunOut(Out):
    run_id: int
    source_id: int
    file_name: str | None
    file_sha256: str | None
    state: RunState
    progress: Annotated[float, Field(ge=0, le=1)]
    rows_read: int
    rows_inserted: int
    rows_updated: int
    rows_unchanged: int
    rows_rejected: int
    attempts: int
    notes: list[str]
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None


class RejectOut(Out):
    reject_id: int
    line: Annotated[int, Field(description="Of the file, the header being line 1.")]
    column_name: str | None
    value: Annotated[str | None, Field(description="*** where it may be personal data the caller may not see.")]
    reason: str


class SourceQuery(PageQuery):
    enabled: bool | None = None
    kind: SourceKind | None = None
    failing: Annotated[bool | None, Field(description="Whether it failed the last time.")] = None


class RunQuery(PageQuery):
    source_id: int | None = None
    state: RunState | None = None


class RejectQuery(PageQuery):
    column_name: Annotated[str | None, Field(max_length=200)] = None
