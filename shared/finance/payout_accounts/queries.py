"""Every SELECT of payout accounts. None opens what is sealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, func, select
from sqlalchemy.orm import Session

from shared.finance.kinds import PaymentStatus
from shared.finance.models import Payment, PaymentLine, PayoutAccount
from shared.finance.payout_accounts.schemas import PayoutAccountOut, PayoutAccountQuery
from shared.influencers.models import Influencer
from shared.platform import clock
from shared.platform.errors import NotFound
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among

UNSETTLED = (PaymentStatus.PENDING, PaymentStatus.APPROVED, PaymentStatus.SCHEDULED, PaymentStatus.FAILED)


class PayoutAccountMissing(NotFound):
    code = "payout_account_not_found"


@dataclass(frozen=True)
class Standing:
    """Whether somebody can be paid: there is an account, and since when it may be used."""

    last_four: str | None
    held_until: date | None  # null: payments may leave today


def current(session: Session, influencer_id: int) -> PayoutAccount | None:
    statement = select(PayoutAccount).where(PayoutAccount.influencer_id == influencer_id, _is_current())
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def get_current(session: Session, influencer_id: int) -> PayoutAccount:
    account = current(session, influencer_id)
    if account is None:
        raise PayoutAccountMissing("This influencer has no payout account.")
    return account


def standings(session: Session, influencer_ids: Collection[int]) -> dict[int, Standing]:
    """Return by `influencer_id` who has an account, and until when payments to it wait."""
    statement = select(PayoutAccount.influencer_id, PayoutAccount.last_four, _held_until())
    found = session.execute(statement.where(PayoutAccount.influencer_id.in_(influencer_ids), _is_current()))
    return {row[0]: Standing(row[1], row[2]) for row in found}


def list_accounts(session: Session, query: PayoutAccountQuery) -> Page[PayoutAccountOut]:
    statement = _shown().where(*among(PayoutAccount.influencer_id, query.influencer_id))
    if not query.history:
        statement = statement.where(_is_current())
    if query.held is not None:
        held = func.coalesce(PayoutAccount.held_until > clock.today(), False)
        statement = statement.where(held if query.held else ~held)
    sorts: dict[str, SQLColumnExpression[Any]] = {
        "influencer_id": PayoutAccount.influencer_id,
        "created_at": PayoutAccount.created_at,
    }
    return page_of(session, statement, query, sorts=sorts, key=PayoutAccount.account_id, make=PayoutAccountOut)


def shown(session: Session, account_id: int) -> PayoutAccountOut:
    return PayoutAccountOut.model_validate(session.execute(_shown().where(_of(account_id))).one())


def _shown() -> Select[*tuple[Any, ...]]:
    return select(
        PayoutAccount.account_id,
        PayoutAccount.influencer_id,
        Influencer.influencer_name,
        PayoutAccount.kind,
        PayoutAccount.last_four,
        PayoutAccount.bic.is_not(None).label("has_bic"),
        PayoutAccount.tax_id.is_not(None).label("has_tax_id"),
        _held_until().label("held_until"),
        PayoutAccount.created_by,
        PayoutAccount.created_at,
        PayoutAccount.replaced_at,
    ).join(Influencer, Influencer.influencer_id == PayoutAccount.influencer_id)


def _is_current() -> ColumnElement[bool]:
    return PayoutAccount.replaced_at.is_(None)


def _of(account_id: int) -> ColumnElement[bool]:
    return PayoutAccount.account_id == account_id


def _held_until() -> ColumnElement[date | None]:
    """Return the day before which nothing leaves, null once it has come."""
    return case((PayoutAccount.held_until > clock.today(), PayoutAccount.held_until))


def owed(session: Session, influencer_id: int) -> dict[str, object]:
    """Return what is unsettled with an influencer: payments on their way, and what open lines add up to."""
    of = Payment.influencer_id == influencer_id
    on_their_way = exists().where(of, Payment.status.in_(UNSETTLED))
    balance = select(func.coalesce(func.sum(PaymentLine.amount), 0)).where(
        PaymentLine.influencer_id == influencer_id, PaymentLine.payment_id.is_(None)
    )
    payments, left = session.execute(select(on_their_way, balance.scalar_subquery())).one()
    return {
        **({"open_payments": True} if payments else {}),
        **({"open_balance": f"{left:.2f}"} if left else {}),
    }
