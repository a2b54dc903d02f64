"""What the timer of payments sets off."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import batched

from sqlalchemy import text

from shared.finance.computing import service
from shared.finance.computing.schemas import ComputeIn
from shared.platform import db
from shared.platform.identity import SYSTEM

log = logging.getLogger(__name__)

AT_ONCE = 200  # influencers in one transaction: what a dead process loses is done again by the next run
MOST_NAMED = 50

# Who has something to look at, a line that falls due, or fixed fees that might.
WAITING = text("""
    SELECT influencer_id FROM terms WHERE influencer_id IN (SELECT influencer_id FROM earning_changes)
    UNION
    SELECT influencer_id FROM payment_lines WHERE payment_id IS NULL
    UNION
    SELECT influencer_id FROM terms WHERE rules @> '{"components": [{"basis": "fixed_fee"}]}'
    ORDER BY 1
""")


# Nobody pays for them, and terms that come later note their own days.
FORGET = text("DELETE FROM earning_changes WHERE influencer_id NOT IN (SELECT influencer_id FROM terms)")


@dataclass
class Done:
    lines: int = 0
    payments: int = 0
    failed: list[int] = field(default_factory=list)


class SomeFailedError(RuntimeError):
    """Of some influencers nothing could be computed; of all others it was."""


def compute_payments(at_once: int = AT_ONCE) -> dict[str, int]:
    """Compute for everybody, so many influencers in one transaction; return how many lines and payments were made.

    Twice makes nothing more; two at once wait for each other batch by batch.

    Raises:
        SomeFailedError: names those for whom it failed, after it was done for everybody else.
    """
    with db.transaction() as session:
        session.execute(FORGET)
        waiting = list(session.scalars(WAITING))
    done = Done()
    for influencers in batched(waiting, at_once, strict=False):
        _compute(influencers, done)
    if done.failed:
        raise SomeFailedError(f"Nothing was computed for the influencers {done.failed[:MOST_NAMED]}.")
    return {"lines": done.lines, "payments": done.payments}


def _compute(influencers: Sequence[int], done: Done) -> None:
    """Compute for these; if it fails, for each alone, so that one cannot keep all others from being paid."""
    try:
        with db.transaction() as session:
            made = service.compute(session, SYSTEM, ComputeIn(influencer_id=tuple(influencers)))
    except Exception:
        if len(influencers) == 1:
            log.exception("payments of influencer %d could not be computed", influencers[0])
            done.failed += influencers
            return
        for one in influencers:
            _compute([one], done)
        return
    done.lines += sum(one.lines for one in made.lines)
    done.payments += made.payments
