"""Trying a feed out: its first page is fetched and looked at, and nothing is kept."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from threading import BoundedSemaphore

import httpx
from sqlalchemy.orm import Session

from shared.imports import queries
from shared.imports.binding import Plan
from shared.imports.feeds.declared import Feed
from shared.imports.feeds.exchange import check, exchange
from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.fetching import LARGEST_PAGE, Shape, pages_of
from shared.imports.feeds.following import Seen, first, following
from shared.imports.formats import open_table
from shared.imports.mapping import Mapping
from shared.imports.rows import FileRefusedError
from shared.imports.schemas import TrialOut
from shared.platform import audit, clock, db
from shared.platform.errors import Conflict, TooManyRequests
from shared.platform.identity import Actor

LONGEST_TRIAL = 20  # seconds: somebody is waiting
ENOUGH = 1_000_000  # bytes of a file that comes in one piece
LONGEST_TYPE = 100
# Each waits for a stranger's server and keeps a thread meanwhile; others have questions of the database.
SLOTS = BoundedSemaphore(4)
MOST_COLUMNS = 200


class NoFeed(Conflict):
    code = "import_source_has_no_feed"


@dataclass
class Found:
    """What is known of the answer, as far as it came."""

    status: int | None = None
    content_type: str | None = None
    size: int = 0
    columns: list[str] = field(default_factory=list)
    has_next_page: bool = False


def test_source(session: Session, actor: Actor, source_id: int) -> TrialOut:
    """Fetch the first page of a feed, within 20 seconds.

    Raises:
        NoFeed: nothing is fetched for this source.
        TooManyRequests: as many are being tried out as may be at once.
    """
    source = queries.get_source(session, source_id)
    if source.feed is None:
        raise NoFeed("Nothing is fetched for this source.")
    feed, mapping = Feed.model_validate(source.feed), Mapping.model_validate(source.mapping)
    db.give_back(session)
    if not SLOTS.acquire(blocking=False):
        raise TooManyRequests("Others are trying feeds out right now.", LONGEST_TRIAL)
    try:
        seen = look(feed, mapping)
    finally:
        SLOTS.release()
    audit.record(session, actor, "import_source.tested", ("import_sources", source_id), changes={"ok": seen.ok})
    return seen


def look(feed: Feed, mapping: Mapping) -> TrialOut:
    """Return what the first page of a feed shows, or why it shows nothing."""
    brief = feed.model_copy(update={"timeout_seconds": min(feed.timeout_seconds, LONGEST_TRIAL)})
    began = time.monotonic()
    found = Found()
    problem = None
    try:
        _look(brief, mapping, found)
    except (FeedFailedError, FileRefusedError) as failure:
        problem = str(failure)
    seconds = round(time.monotonic() - began, 3)
    return TrialOut(ok=problem is None, problem=problem, seconds=seconds, **vars(found))


def _look(feed: Feed, mapping: Mapping, found: Found) -> None:
    shape = Shape.of(mapping.model_dump(mode="json"))
    page = _first_page(feed, shape, found)
    content = page.content
    if feed.paging:
        joined = BytesIO()
        count = pages_of(shape, joined).add(content)
        found.has_next_page = following(feed, replace(page, count=count), 0) is not None
        content = joined.getvalue()
    with open_table(BytesIO(content), mapping, f"feed{shape.extension(feed)}") as table:
        found.columns = table.header[:MOST_COLUMNS]
        try:
            Plan(mapping, table.header)
        except ValueError as reason:
            raise FileRefusedError(f"The source's mapping does not fit: {reason}.") from None


def _first_page(feed: Feed, shape: Shape, found: Found) -> Seen:
    """Fetch the first page, of a long file its beginning; its records are not counted."""
    url = first(feed, feed.address(clock.today()))
    most = LARGEST_PAGE if feed.paging or shape.format == "xlsx" else ENOUGH
    with exchange(feed) as opened, opened.get(url) as response:
        found.status = response.status_code
        found.content_type = _shown(response)
        check(response, feed)
        content = bytearray()
        for piece in _until(opened.pieces(response), most):
            content += piece
            found.size = len(content)
        return Seen(url, 0, bytes(content), response.links.get("next", {}).get("url"))


def _until(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        most -= len(piece)
        if most <= 0:
            return


def _shown(response: httpx.Response) -> str | None:
    kind = response.headers.get("content-type")
    return kind[:LONGEST_TYPE] if kind and kind.isprintable() else None
