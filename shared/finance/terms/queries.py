"""Every SELECT of terms."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Select, SQLColumnExpression, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from shared.campaigns.models import Campaign
from shared.finance.models import Deliverable, PaymentLine, Term
from shared.finance.terms.schemas import DeliverableOut, TermDetail, TermOut, TermQuery
from shared.influencers.models import Influencer
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among


class TermMissing(NotFound):
    code = "term_not_found"


def _shown() -> Select[*tuple[Any, ...]]:
    later = aliased(Term)
    followed = (
        select(func.min(later.valid_from))
        .where(later.campaign_id == Term.campaign_id, later.influencer_id == Term.influencer_id)
        .where(later.valid_from > Term.valid_from)
        .correlate(Term)
        .scalar_subquery()
    )
    return (
        select(
            *Term.__table__.columns,
            cast(followed - 1, Date).label("valid_to"),
            Campaign.campaign_name,
            Influencer.influencer_name,
        )
        .join(Campaign, Campaign.campaign_id == Term.campaign_id)
        .join(Influencer, Influencer.influencer_id == Term.influencer_id)
    )


def list_terms(session: Session, query: TermQuery) -> Page[TermOut]:
    statement = _shown().where(
        *among(Term.campaign_id, query.campaign_id), *among(Term.influencer_id, query.influencer_id)
    )
    if query.on is not None:
        shown = statement.subquery()
        in_force = or_(shown.c.valid_to.is_(None), shown.c.valid_to >= query.on)
        statement = statement.where(
            Term.term_id.in_(select(shown.c.term_id).where(shown.c.valid_from <= query.on, in_force))
        )
    sorts: dict[str, SQLColumnExpression[object]] = {"term_id": Term.term_id, "valid_from": Term.valid_from}
    return page_of(session, statement, query, sorts=sorts, key=Term.term_id, make=TermOut)


def get_term(session: Session, term_id: int) -> Term:
    term = session.get(Term, term_id)
    if term is None:
        raise TermMissing("There is no such version of terms.")
    return term


def show_term(session: Session, term_id: int) -> TermDetail:
    row = session.execute(_shown().where(Term.term_id == term_id)).one_or_none()
    if row is None:
        raise TermMissing("There is no such version of terms.")
    confirmed = list_deliverables(session, row.campaign_id, row.influencer_id)
    return TermDetail.model_validate(row._asdict() | {"deliverables": confirmed})


def list_deliverables(session: Session, campaign_id: int, influencer_id: int) -> list[DeliverableOut]:
    of_pair = select(Deliverable).filter_by(campaign_id=campaign_id, influencer_id=influencer_id)
    found = session.scalars(of_pair.order_by(Deliverable.delivered_on, Deliverable.deliverable))
    return [DeliverableOut.model_validate(one) for one in found]


def versions(session: Session, campaign_id: int, influencer_id: int) -> list[Term]:
    """Return all versions agreed with an influencer in a campaign, in the order of their days."""
    of_pair = select(Term).filter_by(campaign_id=campaign_id, influencer_id=influencer_id)
    return list(session.scalars(of_pair.order_by(Term.valid_from)))


def version_of_day(session: Session, campaign_id: int, influencer_id: int, day: date) -> Term | None:
    """Return the version that a conversion of this day belongs to."""
    of_pair = select(Term).filter_by(campaign_id=campaign_id, influencer_id=influencer_id)
    before = of_pair.where(Term.valid_from <= day).order_by(Term.valid_from.desc())
    return session.scalars(before.limit(1)).one_or_none()


def is_earned(session: Session, term: Term, reference: str) -> bool:
    """Whether a fixed fee has lines, of whatever version."""
    fee = select(PaymentLine.line_id).filter_by(
        campaign_id=term.campaign_id, influencer_id=term.influencer_id, reference=reference
    )
    return session.scalars(fee.limit(1)).one_or_none() is not None
