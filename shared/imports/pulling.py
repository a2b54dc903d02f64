"""What the timer of sources sets off: feeds are fetched, folders are looked through for files that were missed.

One source that fails holds up no other: it is tried again later and later, and those that work come first.
"""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, Protocol

from sqlalchemy import select

from shared.imports import outcomes, queries
from shared.imports.feeds.declared import Feed
from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.fetching import Known, Shape, fetch
from shared.imports.jobs import import_all, import_blob
from shared.imports.models import ImportRun, ImportSource
from shared.imports.outcomes import Claimed
from shared.imports.states import RunState, SourceKind
from shared.imports.storage import CONTAINER, Blobs
from shared.platform import clock, db

log = logging.getLogger(__name__)

FEEDS_AT_ONCE = 4
LANDING = BoundedSemaphore(2)  # a run that lands holds two of the database's connections
SECONDS_TO_START = 300  # then what is left goes to the end of the next round, behind what has become due
UNFORESEEN = "Something went wrong here, not at the source; the log says what."


class Store(Blobs, Protocol):
    """Blob storage that is also written to."""

    def upload(self, container: str, name: str, content: bytes | IO[bytes], content_type: str) -> None: ...


def pull_sources(blobs: Store) -> dict[str, int]:
    """Read what is new at all sources that are due; return how many files each had.

    One source that fails does not hold up the others: its count is -1, and the source says why.
    """
    due = outcomes.due()
    last_start = time.monotonic() + SECONDS_TO_START
    folders = [(source_id, slug) for source_id, slug, kind in due if kind is SourceKind.BLOB_FOLDER]
    feeds = [(source_id, slug) for source_id, slug, kind in due if kind is SourceKind.HTTPS_FEED]
    counts = [_pull(blobs, source_id, last_start) for source_id, _ in folders]
    if feeds:
        with ThreadPoolExecutor(FEEDS_AT_ONCE, "feed") as threads:
            counts += threads.map(lambda feed: _pull(blobs, feed[0], last_start), feeds)
    return {slug: count for (_, slug), count in zip(folders + feeds, counts, strict=True) if count is not None}


def _pull(blobs: Store, source_id: int, last_start: float) -> int | None:
    """Read what is new at a source; None if somebody else does, or it is left to the next round."""
    source = outcomes.claim(source_id) if time.monotonic() < last_start else None
    if source is None:
        return None
    try:
        if source.feed is not None:
            return _pull_feed(blobs, source, Feed.model_validate(source.feed))
        runs = pull_source(blobs, source_id)
    except FeedFailedError as failure:
        log.warning("fetching %s failed: %s", source.slug, failure)
        outcomes.failed(source, str(failure), retry_after=failure.retry_after)
        return -1
    except Exception:
        log.exception("pulling %s failed", source.slug)
        outcomes.failed(source, UNFORESEEN)
        return -1
    outcomes.succeeded(source)
    return len(runs)


def _pull_feed(blobs: Store, source: Claimed, feed: Feed) -> int:
    """Fetch a feed; what it has is kept as a file of the source, which becomes a run like any other."""
    known = _fetch(blobs, source, feed)
    fetched = None if known is None else known.as_stored()
    with db.transaction() as session:
        run = queries.latest_run(session, source.source_id)
    if run is not None and run.state is RunState.FAILED:
        # Also if there is nothing new: what cannot be read today is what could not be read yesterday.
        outcomes.failed(source, f"Run {run.run_id}: {run.error}", fetched=fetched)
        return -1
    outcomes.succeeded(source, fetched)
    return 0 if known is None else 1


def _fetch(blobs: Store, source: Claimed, feed: Feed) -> Known | None:
    """Fetch and import a feed; None if there is nothing new."""
    shape = Shape.of(source.mapping)
    with TemporaryFile() as file:
        known = fetch(feed, shape, Known.of(source.fetched), file)
        if known is None:
            return None
        name = f"{source.slug}/{clock.now():%Y%m%dT%H%M%SZ}-{known.sha256[:12]}{shape.extension(feed)}"
        outcomes.hold(source)
        blobs.upload(CONTAINER, name, file, "application/octet-stream")
    with LANDING:
        import_blob(blobs, f"{CONTAINER}/{name}")
    return known


def pull_source(blobs: Blobs, source_id: int) -> list[int]:
    """Read the files in one source's folder that no run has read, in the order of their names; return the runs.

    A file that fails unforeseen does not hold up those after it; its error is raised in the end.
    """
    with db.transaction() as session:
        slug = session.scalars(select(ImportSource.slug).where(ImportSource.source_id == source_id)).one()
        known = select(ImportRun.blob_name, ImportRun.blob_etag).where(ImportRun.source_id == source_id)
        read = {(name, etag) for name, etag in session.execute(known)}
    found = [(f"{CONTAINER}/{blob.name}", blob.etag.strip('"')) for blob in blobs.list(CONTAINER, f"{slug}/")]
    return import_all(blobs, [blob for blob in sorted(found) if blob not in read])
