"""Records one by one, as statements whose rows are streamed."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import CTE, ColumnElement, Select, case, func, select

from shared.influencers.models import Influencer
from shared.sales.models import Product, Purchase
from shared.sales.queries.conditions import among, through
from shared.sales.rules import PurchaseStatus

# The patterns of shared/platform/spreadsheets.py as PostgreSQL writes them; a test holds them against each other.
_FORBIDDEN = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"
_CALCULATED = r"^(?=[\t\r\n])|(^|(?<=[;\t\r\n]))(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_WORTH_A_LOOK = r"[=+\-@\uff1d\uff0b\uff0d\uff20\x01-\x1f\x7f-\x9f\ufffe\uffff]"


type TextAs = Callable[[ColumnElement[Any]], ColumnElement[Any]]


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


def purchases(
    asked: PurchasesAsked, days: tuple[date, date] | None, keys: Sequence[str], text_as: TextAs
) -> Select[Any]:
    """Return purchases with their product and influencer, by day and number; without a period those without a day, too.

    Args:
        asked: what they are narrowed to.
        days: first and last day, or none.
        keys: the columns, in order.
        text_as: what is made of texts; of those of products and influencers once each, not once for each purchase.
    """
    goods = _once(select(Product.product_id, *_texts(text_as, title=Product.title, category=Product.category)), "goods")
    named = {"influencer_name": Influencer.influencer_name, "platform": Influencer.platform}
    people = _once(select(Influencer.influencer_id, *_texts(text_as, **named)), "people")
    columns: dict[str, Any] = {
        "influencer_name": people.c.influencer_name,
        "platform": people.c.platform,
        "title": goods.c.title,
        "category": goods.c.category,
        "gross_revenue": Purchase.quantity * Purchase.unit_price,
        "return_reason": text_as(Purchase.return_reason.expression),
    }
    kinds = select(Product.product_id).where(*among(Product.category, asked.category))
    places = select(Influencer.influencer_id).where(*among(Influencer.platform, asked.platform))
    statement = (
        select(*((columns[key] if key in columns else getattr(Purchase, key)).label(key) for key in keys))
        .select_from(Purchase)
        .join(goods, goods.c.product_id == Purchase.product_id)
        .outerjoin(people, people.c.influencer_id == Purchase.channel)
        .where(
            *through(Purchase.channel, asked.influencer_id),
            *among(Purchase.product_id, asked.product_id),
            *([Purchase.product_id.in_(kinds)] if asked.category else []),
            *([Purchase.channel.in_(places)] if asked.platform else []),
            *among(Purchase.status, asked.status),
        )
        .order_by(Purchase.bought_date, Purchase.purchase_id)
    )
    return statement if days is None else statement.where(Purchase.bought_date.between(*days))


def _texts(text_as: TextAs, **columns: Any) -> list[ColumnElement[Any]]:
    return [text_as(column.expression).label(name) for name, column in columns.items()]


def _once(statement: Select[Any], name: str) -> CTE:
    """The statement's rows, computed once."""
    return statement.cte(name).prefix_with("MATERIALIZED")


def unchanged(text: ColumnElement[Any]) -> ColumnElement[Any]:
    return text


def neutral(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Text that no spreadsheet will calculate, made by the database: what `spreadsheets.neutral` makes."""
    clean = func.regexp_replace(text, _FORBIDDEN, "", "g")
    return case((text.regexp_match(_WORTH_A_LOOK), func.regexp_replace(clean, _CALCULATED, "'", "g")), else_=text)
