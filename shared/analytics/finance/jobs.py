"""What the timer of profitability sets off."""

from datetime import date

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from shared.analytics.finance.forecast import window_behind
from shared.analytics.finance.models import EarnedDay

STORE_EARNED_DAYS = text("""
    INSERT INTO earned_days (campaign_id, occurred_on, holding_days, cents)
    SELECT campaign_id, occurred_on, payable_on - occurred_on, sum(amount) * 100
    FROM payment_lines
    WHERE basis <> 'fixed_fee' AND occurred_on BETWEEN :first AND :last
    GROUP BY campaign_id, occurred_on, payable_on - occurred_on""")


def store_earned_days(session: Session, today: date) -> int:
    """Keep what sales and clicks of the last weeks earned day by day, in place of what was kept; return how many rows."""
    first, last = window_behind(today)
    session.execute(delete(EarnedDay))
    done = session.execute(STORE_EARNED_DAYS, {"first": first, "last": last})
    return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor's result
