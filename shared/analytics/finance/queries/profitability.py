"""What collaborations and influencers brought, cost and are expected to bring."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, and_, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.analytics.dimensions import Dimension
from shared.analytics.finance.models import Collaboration
from shared.analytics.finance.schemas.profitability import ProfitabilityQuery
from shared.analytics.models import InfluencerRanking
from shared.analytics.queries.costs import COSTING, paid_lines
from shared.analytics.queries.cube import Question, summed
from shared.analytics.schemas import Filters
from shared.analytics.windows import ALL, LATEST, Window, named_window
from shared.campaigns.models import Campaign
from shared.finance.commitments import FIXED_FEES
from shared.finance.models import Payment, PaymentLine, PaymentStatus
from shared.influencers.models import Influencer

UNPAID = [status for status in COSTING if status is not PaymentStatus.PAID]
OF_SALES = ("orders", "gross_cents", "returned_cents")


def collaborations(session: Session, query: ProfitabilityQuery) -> list[Any]:
    """Return what is stored of each, with the names of its campaign and influencer."""
    of = Collaboration
    statement = (
        select(
            *of.__table__.columns,
            Campaign.campaign_name,
            Campaign.status.label("campaign_status"),
            Campaign.start_date,
            Influencer.influencer_name,
            Influencer.platform,
        )
        .join(Campaign, Campaign.campaign_id == of.campaign_id)
        .join(Influencer, Influencer.influencer_id == of.influencer_id)
        .where(*_in(of.campaign_id, query.campaign_id), *_in(of.influencer_id, query.influencer_id))
        .where(*_in(Influencer.platform, query.platform))
    )
    return list(session.execute(statement.order_by(of.campaign_id, of.influencer_id)))


def costs(session: Session, campaigns: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return cents by campaign and influencer: of payments and expenses of any day, and what of it is not paid yet.

    To the latter belong lines that are in no payment and fixed fees that are not earned.
    """
    lines = paid_lines(named_window(ALL, LATEST), campaigns).subquery("lines")
    none = literal(0, BigInteger)
    everything = union_all(
        select(lines.c.campaign_id, lines.c.influencer_id, lines.c.cents, none.label("unpaid")),
        select(Payment.campaign_id, Payment.influencer_id, none, _cents(Payment.amount)).where(
            Payment.status.in_(UNPAID), *_in(Payment.campaign_id, campaigns)
        ),
        *(_twice(*part) for part in _owed(campaigns)),
    ).subquery("everything")
    keys = (everything.c.campaign_id, everything.c.influencer_id)
    sums = [cast(func.sum(everything.c[name]), BigInteger) for name in ("cents", "unpaid")]
    statement = select(*keys, *sums).where(everything.c.influencer_id.is_not(None)).group_by(*keys)
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}


def _owed(campaigns: Sequence[int]) -> list[tuple[Any, Any, Any, ColumnElement[bool]]]:
    of, fees = PaymentLine, FIXED_FEES
    return [
        (
            *(of.campaign_id, of.influencer_id, of.amount),
            and_(of.payment_id.is_(None), *_in(of.campaign_id, campaigns)),
        ),
        (
            *(fees.c.campaign_id, fees.c.influencer_id, fees.c.amount),
            and_(~fees.c.is_earned, *_in(fees.c.campaign_id, campaigns)),
        ),
    ]


def _twice(campaign_id: Any, influencer_id: Any, amount: Any, when: ColumnElement[bool]) -> Any:
    """Return sums that count as cost and as not paid."""
    cents = cast(func.sum(amount) * 100, BigInteger)
    return select(campaign_id, influencer_id, cents, cents).where(when).group_by(campaign_id, influencer_id)


def unpaid_of_influencers(session: Session, window: Window) -> dict[int, int]:
    """Return the cents of payments that count as cost in the window and are not paid."""
    statement = select(Payment.influencer_id, cast(func.sum(Payment.amount) * 100, BigInteger)).where(
        Payment.status.in_(UNPAID), Payment.date.between(window.first, window.last)
    )
    return {row[0]: row[1] for row in session.execute(statement.group_by(Payment.influencer_id))}


def sales_of_influencers(session: Session, window: Window, filters: Filters) -> dict[int, Row[Any]]:
    """Return OF_SALES by channel."""
    rows = session.execute(summed(Question(window, filters, (Dimension.INFLUENCER,), OF_SALES)))
    return {row.influencer: row for row in rows}


def scores(session: Session, slug: str, until: date) -> tuple[datetime | None, dict[int, Any]]:
    """Return when the last ranking by score up to a day was stored, and its ROI by influencer."""
    of = InfluencerRanking
    latest = select(func.max(of.as_of)).where(of.window_slug == slug, of.as_of <= until).scalar_subquery()
    columns = (of.influencer_id, of.state, of.roi, of.roi_low, of.roi_high, of.probability_positive, of.computed_at)
    rows = session.execute(select(*columns).where(of.window_slug == slug, of.as_of == latest)).all()
    return max((row.computed_at for row in rows), default=None), {row.influencer_id: row for row in rows}


def _cents(amount: Any) -> ColumnElement[int]:
    return cast(amount * 100, BigInteger)


def _in(of: InstrumentedAttribute[Any] | ColumnElement[Any], chosen: Sequence[Any]) -> list[ColumnElement[bool]]:
    return [of.in_(chosen)] if chosen else []
