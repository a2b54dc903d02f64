"""Records one by one, as statements whose rows are streamed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, select

from shared.influencers.models import Influencer
from shared.sales.models import Product, Purchase
from shared.sales.queries.conditions import among, through
from shared.sales.rules import PurchaseStatus

# The patterns of shared/platform/spreadsheets.py as PostgreSQL writes them; a test holds them against each other.
_FORBIDDEN = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"
_CALCULATED = r"^(?=[\t\r\n])|(^|(?<=[;\t\r\n]))(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_WORTH_A_LOOK = r"[=+\-@\uff1d\uff0b\uff0d\uff20\x01-\x1f\x7f-\x9f\ufffe\uffff]"


class PurchasesAsked(Protocol):
    @property
    def influencer_id(self) -> tuple[int, ...]: ...
    @property
    def product_id(self) -> tuple[int, ...]: ...
    @property
    def category(self) -> tuple[str, ...]: ...
    @property
    def platform(self) -> tuple[str, ...]: ...
    @property
    def status(self) -> tuple[PurchaseStatus, ...]: ...


def purchases(asked: PurchasesAsked, days: tuple[date, date] | None, keys: Sequence[str]) -> Select[Any]:
    """Return purchases with their product and influencer, by day and number; without a period those without a day, too.

    Args:
        asked: what they are narrowed to.
        days: first and last day, or none.
        keys: the columns, in order.
    """
    columns: dict[str, SQLColumnExpression[Any]] = {
        "influencer_name": Influencer.influencer_name,
        "platform": Influencer.platform,
        "title": Product.title,
        "category": Product.category,
        "gross_revenue": Purchase.quantity * Purchase.unit_price,
    }
    statement = (
        select(*(columns.get(key, getattr(Purchase, key, None)).label(key) for key in keys))  # type: ignore[union-attr]
        .select_from(Purchase)
        .join(Product, Product.product_id == Purchase.product_id)
        .outerjoin(Influencer, Influencer.influencer_id == Purchase.channel)
        .where(
            *through(Purchase.channel, asked.influencer_id),
            *among(Purchase.product_id, asked.product_id),
            *among(Product.category, asked.category),
            *among(Influencer.platform, asked.platform),
            *among(Purchase.status, asked.status),
        )
        .order_by(Purchase.bought_date, Purchase.purchase_id)
    )
    return statement if days is None else statement.where(Purchase.bought_date.between(*days))


def neutral(text: ColumnElement[str]) -> ColumnElement[str]:
    """Text that no spreadsheet will calculate, made by the database: what `spreadsheets.neutral` makes."""
    clean = func.regexp_replace(text, _FORBIDDEN, "", "g")
    return case((text.regexp_match(_WORTH_A_LOOK), func.regexp_replace(clean, _CALCULATED, "'", "g")), else_=text)
