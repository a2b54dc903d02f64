"""Payments made of the lines that are due."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.computing.queries import CENT, Open, open_balances
from shared.finance.computing.rules import MOST, Planned, plan, split
from shared.platform import clock

# A cancelled payment gives its lines back; until the end of this transaction it has to wait for us.
LOCK_LINES = text("LOCK TABLE payment_lines IN SHARE ROW EXCLUSIVE MODE")
MAKE = text("""
    INSERT INTO payment (campaign_id, influencer_id, amount, status, date, is_computed, computed_by, computed_at)
    SELECT campaign_id, influencer_id, cents / 100.0, 'pending', :as_of, true, :computed_by, :computed_at
    FROM unnest(CAST(:campaigns AS integer[]), CAST(:influencers AS integer[]), CAST(:cents AS bigint[]))
         WITH ORDINALITY AS planned (campaign_id, influencer_id, cents, place)
    ORDER BY place
    RETURNING payment_id
""")
TAKE = text("""
    UPDATE payment_lines l SET payment_id = taken.payment_id
    FROM unnest(CAST(:campaigns AS integer[]), CAST(:influencers AS integer[]), CAST(:payments AS bigint[]))
         AS taken (campaign_id, influencer_id, payment_id)
    WHERE l.influencer_id = taken.influencer_id AND l.campaign_id = taken.campaign_id
          AND l.payment_id IS NULL AND l.payable_on <= :as_of
""")
LINES = text("""
    SELECT line_id, (amount * 100)::bigint FROM payment_lines
    WHERE influencer_id = :influencer_id AND campaign_id = ANY (:campaigns)
          AND payment_id IS NULL AND payable_on <= :as_of
    ORDER BY line_id
""")
TAKE_LINES = text("UPDATE payment_lines SET payment_id = :payment_id WHERE line_id = ANY (:lines)")
UNEQUAL = text("""
    SELECT p.payment_id FROM payment p JOIN payment_lines l USING (payment_id)
    WHERE p.payment_id = ANY (:payments) GROUP BY p.payment_id, p.amount HAVING p.amount <> sum(l.amount)
""")


class UnequalError(AssertionError):
    """A payment is not the sum of its lines: a bug, and nothing of this transaction may stay."""


@dataclass(frozen=True)
class Made:
    """A payment that was made, in cents."""

    payment_id: int
    influencer_id: int
    planned: Planned
    lines: int


@dataclass(frozen=True)
class Paid:
    made: Sequence[Made]
    carried: Sequence[Open]  # due, and in no payment


@dataclass(frozen=True)
class Order:
    """Pay what is due by a day, to these influencers (None: all), for these campaigns (None: all)."""

    as_of: date
    influencers: Sequence[int] | None = None
    campaigns: Collection[int] | None = None
    computed_by: int | None = None


def pay(session: Session, order: Order) -> Paid:
    """Make payments of what is due; what reaches no minimum, or is below zero, stays open.

    Raises:
        UnequalError: a payment is not what its lines add up to.
    """
    session.execute(LOCK_LINES)
    found = open_balances(session, order.as_of, order.influencers)
    planned = [
        (influencer_id, one)
        for influencer_id, campaigns in found.items()
        for one in plan((each.balance for each in campaigns), order.campaigns)
    ]
    small = [(influencer_id, one) for influencer_id, one in planned if one.cents <= MOST]
    lines = {(each.influencer_id, each.campaign_id): each.lines for of in found.values() for each in of}
    made = _pay_whole(session, order, small, lines)
    for influencer_id, one in planned:
        if one.cents > MOST:
            made += _pay_split(session, order, influencer_id, one)
    if session.scalars(UNEQUAL, {"payments": [one.payment_id for one in made]}).first():
        raise UnequalError("A payment is not the sum of its lines.")
    return Paid(made, list(_carried(found, made)))


def _pay_whole(
    session: Session, order: Order, planned: Sequence[tuple[int, Planned]], lines: dict[tuple[int, int], int]
) -> list[Made]:
    made = [
        Made(payment_id, influencer_id, one, sum(lines[influencer_id, campaign] for campaign in one.campaigns))
        for payment_id, (influencer_id, one) in zip(_insert(session, order, planned), planned, strict=True)
    ]
    taken = [(campaign, one.influencer_id, one.payment_id) for one in made for campaign in one.planned.campaigns]
    if taken:
        campaigns, influencers, payments = (list(column) for column in zip(*taken, strict=True))
        chosen = {"campaigns": campaigns, "influencers": influencers, "payments": payments, "as_of": order.as_of}
        session.execute(TAKE, chosen)
    return made


def _insert(session: Session, order: Order, planned: Sequence[tuple[int, Planned]]) -> Sequence[int]:
    values = {
        "campaigns": [one.campaign_id for _, one in planned],
        "influencers": [influencer_id for influencer_id, _ in planned],
        "cents": [one.cents for _, one in planned],
        "as_of": order.as_of,
        "computed_by": order.computed_by,
        "computed_at": clock.now(),
    }
    return session.scalars(MAKE, values).all()


def _pay_split(session: Session, order: Order, influencer_id: int, one: Planned) -> list[Made]:
    """Pay more than one payment can hold as several."""
    asked = {"influencer_id": influencer_id, "campaigns": list(one.campaigns), "as_of": order.as_of}
    lines = [(row[0], row[1]) for row in session.execute(LINES, asked)]
    made = []
    for cents, taken in split(lines):
        piece = Planned(one.campaign_id, cents, one.merged)
        [payment_id] = _insert(session, order, [(influencer_id, piece)])
        session.execute(TAKE_LINES, {"payment_id": payment_id, "lines": taken})
        made.append(Made(payment_id, influencer_id, piece, len(taken)))
    return made


def _carried(found: dict[int, list[Open]], made: Sequence[Made]) -> Iterator[Open]:
    paid: defaultdict[int, set[int]] = defaultdict(set)
    for one in made:
        paid[one.influencer_id].update(one.planned.campaigns)
    for influencer_id, campaigns in found.items():
        yield from (each for each in campaigns if each.due and each.campaign_id not in paid[influencer_id])


def money(cents: int) -> Decimal:
    return cents * CENT
