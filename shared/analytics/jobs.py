"""What the timer of rankings sets off."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from shared.analytics.metrics import BY_SLUG, to_json
from shared.analytics.models import InfluencerRanking
from shared.analytics.queries import RankedRow, ranked
from shared.analytics.windows import SLUGS, Window, named_window

STORED_BY = "roi"
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('influencer_rankings'))")


def recompute_rankings(session: Session, as_of: date) -> dict[str, int]:
    """Store the ranking of every window that ends on `as_of`, in place of what was stored for that day.

    Returns the number of influencers ranked per window. Running it twice changes nothing but `computed_at`.
    """
    session.execute(ONE_AT_A_TIME)
    return {slug: _store(session, named_window(slug, as_of), slug) for slug in SLUGS}


def _store(session: Session, window: Window, slug: str) -> int:
    rows = ranked(session, STORED_BY, window)
    stored = InfluencerRanking
    session.execute(delete(stored).where(stored.as_of == window.last, stored.window_slug == slug))
    if rows:
        session.execute(insert(stored), [_stored(row, window.last, slug) for row in rows])
    return len(rows)


def _stored(row: RankedRow, as_of: date, slug: str) -> dict[str, Any]:
    values = row.performance.values
    score = values[STORED_BY]
    return {
        "as_of": as_of,
        "window_slug": slug,
        "influencer_id": row.performance.influencer_id,
        "position": row.position,
        "state": row.state,
        "score": None if score is None else float(score),
        "metrics": {name: to_json(BY_SLUG[name], value) for name, value in values.items()},
    }
