"""What the timer of profitability sets off."""

from datetime import date

from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from shared.analytics.finance.collaborating import reckoned
from shared.analytics.finance.forecast import window_behind
from shared.analytics.finance.models import Collaboration, EarnedDay

STORE_EARNED_DAYS = text("""
    INSERT INTO earned_days (campaign_id, occurred_on, holding_days, cents)
    SELECT campaign_id, occurred_on, payable_on - occurred_on, sum(amount) * 100
    FROM payment_lines
    WHERE basis <> 'fixed_fee' AND occurred_on BETWEEN :first AND :last
    GROUP BY campaign_id, occurred_on, payable_on - occurred_on""")


def recompute_profitability(session: Session, today: date) -> dict[str, int]:
    """Store what collaborations bring and what was earned day by day, in place of what was stored before.

    Returns how many rows of each. Running it twice changes nothing but `computed_at`.
    """
    return {
        "collaborations": store_collaborations(session, today),
        "earned_days": store_earned_days(session, today),
    }


def store_collaborations(session: Session, today: date) -> int:
    rows = reckoned(session, today)
    session.execute(delete(Collaboration))
    if rows:
        session.execute(insert(Collaboration), rows)
    return len(rows)


def store_earned_days(session: Session, today: date) -> int:
    """Keep what sales and clicks of the last weeks earned day by day; return how many rows."""
    first, last = window_behind(today)
    session.execute(delete(EarnedDay))
    done = session.execute(STORE_EARNED_DAYS, {"first": first, "last": last})
    return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor's result
