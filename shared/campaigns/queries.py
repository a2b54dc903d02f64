"""Every SELECT of campaigns."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Select,
    SQLColumnExpression,
    Text,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from shared.accounts.models import User
from shared.campaigns.models import Arrangement, Campaign, PacingAlert
from shared.campaigns.rules import CampaignStatus
from shared.campaigns.schemas import (
    ArrangementOut,
    ArrangementQuery,
    CampaignOut,
    CampaignQuery,
    OverlapOut,
)
from shared.influencers.models import Influencer, InfluencerMetrics
from shared.permissions import Role
from shared.platform.errors import NotFound
from shared.platform.paging import Page, contains, page_of
from shared.sales.models import Product
from shared.sales.queries.conditions import among, equal

MOST_OVERLAPS = 200
# These belong to a module above this one; what is promised and in no payment is told by lines and by a view of terms.
PAYMENT = table("payment", column("campaign_id", Integer), column("amount", Numeric), column("status", Text))
LINES = table(
    "payment_lines", column("campaign_id", Integer), column("amount", Numeric), column("payment_id", BigInteger)
)
FEES = table("fixed_fees", column("campaign_id", Integer), column("amount", Numeric), column("is_earned", Boolean))
EXPENSES = table("expenses", column("campaign_id", Integer))
BUDGETS = table("budgets", column("campaign_id", Integer), column("planned", Numeric))
OWED = ("pending", "approved", "scheduled", "paid")


class CampaignMissing(NotFound):
    code = "campaign_not_found"


class ArrangementMissing(NotFound):
    code = "arrangement_not_found"


def get_campaign(session: Session, campaign_id: int) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise CampaignMissing("There is no such campaign.")
    return campaign


def lock_campaign(session: Session, campaign_id: int) -> Campaign:
    """Return the campaign as it is now; until the end nobody else changes it or what is arranged in it."""
    statement = select(Campaign).where(Campaign.campaign_id == campaign_id).with_for_update(key_share=True)
    campaign = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if campaign is None:
        raise CampaignMissing("There is no such campaign.")
    return campaign


def list_campaigns(session: Session, query: CampaignQuery) -> Page[CampaignOut]:
    arranged = [
        *among(Arrangement.influencer_id, query.influencer_id),
        *among(Arrangement.product_id, query.product_id),
        *among(Arrangement.user_id, query.user_id),
    ]
    statement = select(Campaign).where(
        *among(Campaign.campaign_id, query.campaign_id),
        *among(Campaign.status, query.status),
        *equal(Campaign.source, query.source),
        *equal(Campaign.external_ref, query.external_ref),
        *([] if query.first is None else [Campaign.end_date >= query.first]),
        *([] if query.last is None else [Campaign.start_date <= query.last]),
        *([contains(Campaign.campaign_name, query.q)] if query.q else []),
    )
    if arranged:
        statement = statement.where(Campaign.campaign_id.in_(select(Arrangement.campaign_id).where(*arranged)))
    if query.alert:
        alerted = select(PacingAlert.campaign_id).where(PacingAlert.cleared_on.is_(None))
        statement = statement.where(Campaign.campaign_id.in_(alerted.where(PacingAlert.kind.in_(query.alert))))
    sorts: dict[str, SQLColumnExpression[object]] = {
        "campaign_id": Campaign.campaign_id,
        "campaign_name": Campaign.campaign_name,
        "start_date": Campaign.start_date,
        "end_date": Campaign.end_date,
        "budget": Campaign.budget,
    }
    return page_of(session, statement, query, sorts=sorts, key=Campaign.campaign_id, make=CampaignOut)


def _arrangements() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Arrangement.arrangement_id,
            Arrangement.influencer_id,
            Influencer.influencer_name,
            Arrangement.product_id,
            Product.title,
            Arrangement.user_id,
            User.user_name,
        )
        .join(Influencer, Influencer.influencer_id == Arrangement.influencer_id)
        .join(Product, Product.product_id == Arrangement.product_id)
        .join(User, User.user_id == Arrangement.user_id)
    )


def list_arrangements(session: Session, campaign_id: int, query: ArrangementQuery) -> Page[ArrangementOut]:
    get_campaign(session, campaign_id)
    statement = _arrangements().where(
        Arrangement.campaign_id == campaign_id,
        *among(Arrangement.influencer_id, query.influencer_id),
        *among(Arrangement.product_id, query.product_id),
        *among(Arrangement.user_id, query.user_id),
    )
    sorts: dict[str, SQLColumnExpression[object]] = {"arrangement_id": Arrangement.arrangement_id}
    return page_of(session, statement, query, sorts=sorts, key=Arrangement.arrangement_id, make=ArrangementOut)


def arrangements(session: Session, arrangement_ids: Sequence[int]) -> list[ArrangementOut]:
    chosen = _arrangements().where(Arrangement.arrangement_id.in_(arrangement_ids))
    rows = session.execute(chosen.order_by(Arrangement.arrangement_id))
    return [ArrangementOut.model_validate(row) for row in rows]


def get_arrangement(session: Session, campaign_id: int, arrangement_id: int) -> Arrangement:
    arrangement = session.get(Arrangement, arrangement_id)
    if arrangement is None or arrangement.campaign_id != campaign_id:
        raise ArrangementMissing("There is no such arrangement in this campaign.")
    return arrangement


def is_in_charge(session: Session, campaign_id: int, user_id: int) -> bool:
    arranged = exists().where(Arrangement.campaign_id == campaign_id, Arrangement.user_id == user_id)
    return bool(session.scalar(select(arranged)))


def people_in_charge(session: Session, campaign_id: int) -> list[User]:
    """Return the active users who are arranged in the campaign."""
    arranged = select(Arrangement.user_id).where(Arrangement.campaign_id == campaign_id)
    statement = select(User).where(User.user_id.in_(arranged), User.is_active)
    return list(session.scalars(statement.order_by(User.user_id)))


def marketing_managers(session: Session) -> list[User]:
    statement = select(User).where(User.user_role == Role.MARKETING_MANAGER, User.is_active)
    return list(session.scalars(statement.order_by(User.user_id)))


def hold(session: Session, key: InstrumentedAttribute[int], ids: Sequence[int]) -> set[int]:
    """Return those of `ids` that are there; none of them goes before the end."""
    statement = select(key).where(key.in_(ids)).order_by(key).with_for_update(read=True, key_share=True)
    return set(session.scalars(statement))


def overlaps(session: Session, campaign_id: int) -> list[OverlapOut]:
    """Return the other campaigns with the same influencer, product and days, but for the cancelled ones."""
    ours, theirs = aliased(Arrangement), aliased(Arrangement)
    own, other = aliased(Campaign), aliased(Campaign)
    first = func.greatest(own.start_date, other.start_date, type_=Date)
    last = func.least(own.end_date, own.ended_on, other.end_date, other.ended_on, type_=Date)
    same = and_(
        theirs.influencer_id == ours.influencer_id,
        theirs.product_id == ours.product_id,
        theirs.campaign_id != ours.campaign_id,
    )
    statement = (
        select(
            other.campaign_id,
            other.campaign_name,
            other.status,
            ours.influencer_id,
            Influencer.influencer_name,
            ours.product_id,
            Product.title,
            first.label("first"),
            last.label("last"),
        )
        .select_from(ours)
        .join(own, own.campaign_id == ours.campaign_id)
        .join(theirs, same)
        .join(other, other.campaign_id == theirs.campaign_id)
        .join(Influencer, Influencer.influencer_id == ours.influencer_id)
        .join(Product, Product.product_id == ours.product_id)
        .where(ours.campaign_id == campaign_id, first <= last)
        .where(*(each.status != CampaignStatus.CANCELLED for each in (own, other)))
        .distinct()
        .order_by(other.campaign_id, ours.influencer_id, ours.product_id)
        .limit(MOST_OVERLAPS)
    )
    return [OverlapOut.model_validate(row) for row in session.execute(statement)]


def committed_amount(session: Session, campaign_id: int) -> Decimal:
    """Return what is promised or paid to the campaign's influencers, in the shop's currency.

    Payments, what is earned and in none of them, and fixed fees to come. What shares of sales will bring nobody knows.
    """
    parts = union_all(
        select(PAYMENT.c.amount).where(PAYMENT.c.campaign_id == campaign_id, cast(PAYMENT.c.status, Text).in_(OWED)),
        select(LINES.c.amount).where(LINES.c.campaign_id == campaign_id, LINES.c.payment_id.is_(None)),
        select(FEES.c.amount).where(FEES.c.campaign_id == campaign_id, ~FEES.c.is_earned),
    ).subquery()
    return Decimal(session.scalars(select(func.coalesce(func.sum(parts.c.amount), 0))).one())


def planned_amount(session: Session, campaign_id: int) -> Decimal:
    """Return what is planned over all cost categories, in the shop's currency."""
    statement = select(func.coalesce(func.sum(BUDGETS.c.planned), 0)).where(BUDGETS.c.campaign_id == campaign_id)
    return Decimal(session.scalars(statement).one())


def uses_of_campaign(session: Session, campaign_id: int) -> list[str]:
    """Return what refers to the campaign, beside its arrangements, and must not go with it."""
    uses = {
        "payments": exists().where(PAYMENT.c.campaign_id == campaign_id),
        "expenses": exists().where(EXPENSES.c.campaign_id == campaign_id),
        "metrics": exists().where(InfluencerMetrics.campaign_id == campaign_id),
    }
    found = session.execute(select(*(there.label(what) for what, there in uses.items()))).one()
    return [what for what in uses if getattr(found, what)]


def lock_those_behind_their_dates(session: Session, today: date) -> list[Campaign]:
    """Return the campaigns whose state is not that of their dates: days passed, or a file changed the dates."""
    behind = or_(
        and_(Campaign.status == CampaignStatus.APPROVED, Campaign.start_date <= today),
        and_(Campaign.status == CampaignStatus.RUNNING, not_(_within(today))),
        and_(Campaign.status == CampaignStatus.COMPLETED, Campaign.end_date >= today),
    )
    statement = select(Campaign).where(behind, Campaign.ended_on.is_(None)).order_by(Campaign.campaign_id)
    return list(session.scalars(statement.with_for_update(key_share=True)))


def _within(day: date) -> ColumnElement[bool]:
    return literal(day).between(Campaign.start_date, Campaign.end_date)
