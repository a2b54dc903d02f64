"""What came of looking for something new at a source, noted in short transactions of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from shared.imports import alerts, queries
from shared.imports.models import ImportSource
from shared.imports.schedule import backoff
from shared.imports.states import SourceKind
from shared.platform import clock, db

ALERT_AT = 3  # failures in a row
LONGEST_REASON = 500
PULLED = (SourceKind.BLOB_FOLDER, SourceKind.HTTPS_FEED)
# A feed's time is for its answers; connecting to it and storing what came goes on top.
MARGIN = timedelta(minutes=5)
LONGEST_LANDING = timedelta(minutes=30)  # host.json gives a function no more


@dataclass(frozen=True)
class Claimed:
    """A source that is ours to look at."""

    source_id: int
    slug: str
    version: int
    mapping: dict[str, Any]
    fetched: dict[str, Any]
    feed: dict[str, Any] | None


def due() -> list[tuple[int, str, SourceKind]]:
    """Return key, slug and kind of the sources that are due, those that work first."""
    now = clock.now()
    statement = _pullable().order_by(ImportSource.failures, ImportSource.source_id)
    with db.transaction() as session:
        return [(one.source_id, one.slug, one.kind) for one in session.scalars(statement) if _is_due(one, now)]


def claim(source_id: int) -> Claimed | None:
    """Take a source, so that nobody else does as long as we may be at it; None if it is not due, or taken."""
    now = clock.now()
    statement = _pullable().where(ImportSource.source_id == source_id).with_for_update(skip_locked=True)
    with db.transaction() as session:
        source = session.scalars(statement).one_or_none()
        if source is None or not _is_due(source, now):
            return None
        # A folder needs no lock of its own: each of its files has one.
        until = now + 2 * timedelta(seconds=source.feed["timeout_seconds"]) + MARGIN if source.feed else None
        _note(session, source_id, last_pulled_at=now, pulling_until=until)
        return Claimed(source_id, source.slug, source.version, source.mapping, source.fetched, source.feed)


def _pullable() -> Select[ImportSource]:
    return select(ImportSource).where(ImportSource.enabled, ImportSource.kind.in_(PULLED))


def _is_due(source: ImportSource, now: datetime) -> bool:
    return source.next_due_at is not None and source.next_due_at <= now


def hold(claimed: Claimed) -> None:
    """Keep a feed while its file lands, as long as that can take at all."""
    with db.transaction() as session:
        _note(session, claimed.source_id, pulling_until=clock.now() + LONGEST_LANDING)


def succeeded(claimed: Claimed, fetched: dict[str, Any] | None = None) -> None:
    """Note that the source works, and for a feed what was fetched if it was something new."""
    now = clock.now()
    with db.transaction() as session:
        new = _still_known(queries.lock_source(session, claimed.source_id), claimed, fetched)
        _note(session, claimed.source_id, failures=0, retry_at=None, pulling_until=None, last_succeeded_at=now, **new)


def failed(
    claimed: Claimed, reason: str, *, retry_after: timedelta | None = None, fetched: dict[str, Any] | None = None
) -> None:
    """Note a failure and when to try again; the third in a row is told to those who can do something about it."""
    now = clock.now()
    with db.transaction() as session:
        source = queries.lock_source(session, claimed.source_id)
        failures = source.failures + 1
        _note(
            session,
            claimed.source_id,
            failures=failures,
            last_error=reason[:LONGEST_REASON],
            last_failed_at=now,
            retry_at=now + max(backoff(failures), retry_after or timedelta(0)),
            pulling_until=None,
            **_still_known(source, claimed, fetched),
        )
        if failures == ALERT_AT:
            session.refresh(source)
            alerts.source_fails(session, source)


def _still_known(source: ImportSource, claimed: Claimed, fetched: dict[str, Any] | None) -> dict[str, Any]:
    """What was fetched is known unless the source was changed meanwhile: then it has to be read anew."""
    return {} if fetched is None or source.version != claimed.version else {"fetched": fetched}


def _note(session: Session, source_id: int, **values: object) -> None:
    # A statement and not an edit of the object, which would count as a new version of the source.
    statement = update(ImportSource).where(ImportSource.source_id == source_id).values(**values)
    session.execute(statement, execution_options={"synchronize_session": False})
