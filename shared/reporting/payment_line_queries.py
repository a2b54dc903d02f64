"""Payment lines one by one, as a statement whose rows are streamed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import CTE, Select, Text, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from shared.campaigns.models import Campaign
from shared.finance.kinds import Basis, Entry, PaymentStatus
from shared.finance.models import Payment, PaymentLine, Term
from shared.influencers.models import Influencer
from shared.reporting.detail_queries import TextAs
from shared.sales.queries.conditions import Conditions, among


class LinesAsked(Protocol):
    @property
    def influencer_id(self) -> tuple[int, ...]: ...
    @property
    def campaign_id(self) -> tuple[int, ...]: ...
    @property
    def payment_id(self) -> tuple[int, ...]: ...
    @property
    def basis(self) -> tuple[Basis, ...]: ...
    @property
    def entry(self) -> tuple[Entry, ...]: ...
    @property
    def status(self) -> tuple[PaymentStatus, ...]: ...
    @property
    def open(self) -> bool | None: ...
    @property
    def by_payable_day(self) -> bool: ...


def payment_lines(
    asked: LinesAsked, days: tuple[date, date] | None, keys: Sequence[str], text_as: TextAs
) -> Select[Any]:
    """Return lines with their campaign, influencer, version of terms and payment, by day and number.

    Args:
        asked: what they are narrowed to.
        days: first and last day of the conversion, or on which it is payable; or none.
        keys: the columns, in order.
        text_as: what is made of texts; of names once each, not once for each line.
    """
    campaigns = _names(Campaign.campaign_id, Campaign.campaign_name, text_as)
    influencers = _names(Influencer.influencer_id, Influencer.influencer_name, text_as)
    of = PaymentLine
    columns: dict[str, Any] = {
        "campaign_name": campaigns.c.name,
        "influencer_name": influencers.c.name,
        "basis": cast(of.basis, Text),
        "entry": cast(of.entry, Text),
        "reference": text_as(of.reference.expression),
        "term_version": Term.term_version,
        "base": func.trim_scale(of.base),
        "rate": func.trim_scale(of.rate),
        "reason": text_as(of.reason.expression),
        "payment_status": cast(Payment.status, Text),
        "payment_date": Payment.date,
        "paid_on": Payment.paid_on,
    }
    day = of.payable_on if asked.by_payable_day else of.occurred_on
    statement = (
        select(*((columns[key] if key in columns else getattr(of, key)).label(key) for key in keys))
        .select_from(of)
        .join(campaigns, campaigns.c.key == of.campaign_id)
        .join(influencers, influencers.c.key == of.influencer_id)
        .join(Term, Term.term_id == of.term_id)
        .outerjoin(Payment, Payment.payment_id == of.payment_id)
        .where(*_chosen(asked))
        .order_by(day, of.line_id)
    )
    return statement if days is None else statement.where(day.between(*days))


def _chosen(asked: LinesAsked) -> Conditions:
    of = PaymentLine
    is_open = [] if asked.open is None else [of.payment_id.is_(None) if asked.open else of.payment_id.is_not(None)]
    return [
        *among(of.influencer_id, asked.influencer_id),
        *among(of.campaign_id, asked.campaign_id),
        *among(of.payment_id, asked.payment_id),
        *among(of.basis, asked.basis),
        *among(of.entry, asked.entry),
        *among(Payment.status, asked.status),
        *is_open,
    ]


def _names(key: InstrumentedAttribute[int], name: InstrumentedAttribute[str], text_as: TextAs) -> CTE:
    named = select(key.label("key"), text_as(name.expression).label("name"))
    return named.cte(f"{name.key}s").prefix_with("MATERIALIZED")
