"""Compute what influencers earned, and make payments of what is due."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.computing import queries
from shared.finance.computing.earning import Earned, earn
from shared.finance.computing.paying import Made, Order, Paid, money, pay
from shared.finance.computing.schemas import MOST_SHOWN, ComputeIn, ComputeOut, LinesOut, PaymentMade
from shared.finance.kinds import Entry
from shared.platform import audit, clock
from shared.platform.errors import Malformed
from shared.platform.identity import Actor

# One computation at a time: two at once would earn the same conversions and count the same tiers.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('compute_payments', 0))")


class AsOfInFuture(Malformed):
    code = "as_of_in_future"


def compute(session: Session, actor: Actor, body: ComputeIn) -> ComputeOut:
    """Write the lines that are missing, and pay what is due by `as_of`. A dry run does it all and takes it back.

    Whatever the day, all that is known is computed: the day only says what is paid. Again, it finds nothing to do.

    Raises:
        AsOfInFuture: nothing is paid before it is due; a dry run may look ahead.
    """
    as_of = body.as_of or clock.today()
    if as_of > clock.today() and not body.dry_run:
        raise AsOfInFuture("Nothing is paid before it is due.", [("/as_of", "is in the future")])
    session.execute(LOCK)
    influencers = _whose(session, body)
    order = Order(as_of, influencers, body.campaign_id, actor.user_id)
    if body.dry_run:
        with session.begin_nested() as trial:
            answer = _answer(earn(session, clock.today(), influencers), pay(session, order), body, as_of)
            trial.rollback()
        return answer
    return compute_for(session, actor, order, body)


def compute_for(session: Session, actor: Actor, order: Order, body: ComputeIn) -> ComputeOut:
    """Compute and pay under the lock, and leave an audit row."""
    earned, paid = earn(session, clock.today(), order.influencers), pay(session, order)
    answer = _answer(earned, paid, body, order.as_of)
    facts = {
        "as_of": order.as_of.isoformat(),
        "lines": earned.tally.lines.total(),
        "payments": answer.payments,
        "amount": answer.amount,
    }
    if actor.user_id is not None or facts["lines"] or facts["payments"]:
        audit.record(session, actor, "payments.computed", ("payment", order.as_of), changes=facts)
    return answer


def _whose(session: Session, body: ComputeIn) -> Sequence[int] | None:
    if body.influencer_id is None and body.campaign_id is None:
        return None
    return queries.influencers_with_terms(session, body.influencer_id, body.campaign_id)


def _answer(earned: Earned, paid: Paid, body: ComputeIn, as_of: date) -> ComputeOut:
    carried = [one for one in paid.carried if body.campaign_id is None or one.campaign_id in body.campaign_id]
    shown = sorted(paid.made, key=lambda one: (-one.planned.cents, one.payment_id))[:MOST_SHOWN]
    return ComputeOut(
        as_of=as_of,
        dry_run=body.dry_run,
        purchases=earned.purchases,
        lines=[
            LinesOut(entry=entry, lines=earned.tally.lines[entry], amount=money(earned.tally.cents[entry]))
            for entry in Entry
            if earned.tally.lines[entry]
        ],
        payments=len(paid.made),
        amount=money(sum(one.planned.cents for one in paid.made)),
        made=[_shown(one, dry_run=body.dry_run) for one in shown],
        carried=len(carried),
        carried_amount=money(sum(one.due for one in carried)),
    )


def _shown(made: Made, *, dry_run: bool) -> PaymentMade:
    return PaymentMade(
        payment_id=None if dry_run else made.payment_id,
        campaign_id=made.planned.campaign_id,
        influencer_id=made.influencer_id,
        amount=money(made.planned.cents),
        lines=made.lines,
        offset_campaigns=list(made.planned.merged),
    )
