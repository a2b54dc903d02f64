"""What the timer of payments sets off."""

from itertools import batched

from sqlalchemy import text

from shared.finance.computing import service
from shared.finance.computing.schemas import ComputeIn
from shared.platform import db
from shared.platform.identity import SYSTEM

AT_ONCE = 200  # influencers in one transaction: what a dead process loses is done again by the next run

# Who has something to look at, a line that falls due, or fixed fees that might.
WAITING = text("""
    SELECT influencer_id FROM terms WHERE influencer_id IN (SELECT influencer_id FROM earning_changes)
    UNION
    SELECT influencer_id FROM payment_lines WHERE payment_id IS NULL
    UNION
    SELECT influencer_id FROM terms WHERE rules @> '{"components": [{"basis": "fixed_fee"}]}'
    ORDER BY 1
""")


def compute_payments(at_once: int = AT_ONCE) -> dict[str, int]:
    """Compute for everybody, so many influencers in one transaction; return how many lines and payments were made.

    Twice makes nothing more; two at once wait for each other batch by batch.
    """
    with db.transaction() as session:
        waiting = list(session.scalars(WAITING))
    made = {"lines": 0, "payments": 0}
    for influencers in batched(waiting, at_once, strict=False):
        with db.transaction() as session:
            done = service.compute(session, SYSTEM, ComputeIn(influencer_id=influencers))
        made["lines"] += sum(one.lines for one in done.lines)
        made["payments"] += done.payments
    return made
