"""What the timers of rankings set off."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from shared.analytics.models import InfluencerRanking, ranking_requests
from shared.analytics.ranking.placing import Listed, listed_in_turn, placed
from shared.analytics.windows import SLUGS, named_window

# One value for all rows: thousands of them with two JSON columns each are several times as fast as by parameters.
STORE = text("""
    INSERT INTO influencer_rankings (
        as_of, window_slug, influencer_id, position, state, score, metrics, roi, roi_low, roi_high,
        probability_positive, expected_rank, parts)
    SELECT :as_of, :slug, influencer_id, position, state, score, metrics, roi, roi_low, roi_high,
           probability_positive, expected_rank, parts
    FROM json_to_recordset(CAST(:rows AS json)) AS given (
        influencer_id integer, position integer, state text, score double precision, metrics jsonb,
        roi double precision, roi_low double precision, roi_high double precision,
        probability_positive double precision, expected_rank double precision, parts jsonb)""")
AT_ONCE = 2  # windows
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('influencer_rankings'))")


def recompute_rankings(session: Session, as_of: date) -> dict[str, int]:
    """Store the ranking by score of every window that ends on `as_of`, in place of what was stored for that day.

    Returns the number of influencers listed per window. Running it twice changes nothing but `computed_at`.
    """
    session.execute(ONE_AT_A_TIME)
    session.execute(delete(ranking_requests))  # before anything is read: what comes later asks again
    windows = [named_window(slug, as_of) for slug in SLUGS]
    with ThreadPoolExecutor(AT_ONCE) as pool:  # one window is reckoned while the next one is read
        found = [pool.submit(_reckoned, each) for each in listed_in_turn(session, windows)]
        return {slug: _store(session, as_of, slug, each.result()) for slug, each in zip(SLUGS, found, strict=True)}


def refresh_rankings(session: Session, as_of: date) -> dict[str, int] | None:
    """Do so if an import asked for it since the last time."""
    asked = session.scalar(select(select(ranking_requests).exists()))
    return recompute_rankings(session, as_of) if asked else None


def _reckoned(of: Listed) -> str:
    """Return the rows to store, as JSON."""
    return json.dumps([one.values for one in placed(of)], allow_nan=False)


def _store(session: Session, as_of: date, slug: str, rows: str) -> int:
    stored = InfluencerRanking
    session.execute(delete(stored).where(stored.as_of == as_of, stored.window_slug == slug))
    return session.connection().execute(STORE, {"as_of": as_of, "slug": slug, "rows": rows}).rowcount
