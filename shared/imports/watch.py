"""What is looked at of imports while the system runs."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform.watch import Part, aged

# Runs that wait behind another run are not stuck: what counts is that none is at work meanwhile.
UNFINISHED = text("""
    SELECT count(*) FILTER (WHERE state IN ('waiting', 'running')),
        CAST(extract(epoch FROM clock_timestamp() - min(coalesce(started_at, created_at))
            FILTER (WHERE state = 'running' OR state = 'waiting' AND blob_etag IS NOT NULL)) AS integer)
    FROM import_runs WHERE state IN ('waiting', 'running')""")
LAST = text("""
    SELECT CAST(extract(epoch FROM clock_timestamp() - max(finished_at)) AS integer)
    FROM import_runs WHERE state = 'done'""")
LONGEST = timedelta(hours=2)


def unfinished(session: Session) -> Part:
    """Return how many runs are at work or wait for it, and the age of the oldest whose file has arrived."""
    waiting, oldest = session.execute(UNFINISHED).one()
    return aged("imports_unfinished", oldest, LONGEST, waiting)


def last_done(session: Session) -> Part:
    """Return how long ago facts came in last; how often they should is each source's own affair."""
    age = session.execute(LAST).scalar_one()
    return Part("imports", "not_yet" if age is None else "ok", age_seconds=age)
