"""Who and what comes back more than usual, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared.analytics import shrinkage
from shared.analytics.answers import filters_of, window_of
from shared.analytics.dimensions import Dimension
from shared.analytics.queries.cube import Question, summed
from shared.analytics.queries.returned import ReasonRow, reasons
from shared.analytics.sales_schemas import (
    CategoryReturns,
    InfluencerReturns,
    PriorOut,
    ProductReturns,
    ReasonOut,
    ReturnDay,
    ReturnFigures,
    ReturnsItem,
    ReturnsOut,
    ReturnsQuery,
    ShrunkOut,
)
from shared.analytics.schemas import Filters
from shared.analytics.service.numbers import money, ratio
from shared.analytics.shrinkage import Prior, Shrunk
from shared.influencers.models import Influencer
from shared.platform.errors import Malformed
from shared.sales.models import Product

MEASURES = {
    ReturnDay.PURCHASE: ("units", "gross_cents", "returned_units", "returned_cents"),
    ReturnDay.RETURN: ("units", "gross_cents", "back_units", "back_cents"),
}


class CampaignUnknownByReturnDay(Malformed):
    code = "campaign_unknown_by_return_day"


@dataclass(frozen=True)
class Group[T: ReturnsItem]:
    """What returns are told apart by: all there are, in the order of the shape's own fields.

    `narrowing` filters choose whom to list; the others narrow all that it is measured against, too.
    """

    dimension: Dimension
    all: Select[*tuple[Any, ...]]
    narrowing: frozenset[str]
    shape: type[T]


@dataclass(frozen=True)
class Counted:
    key: Any
    units: Any
    gross_cents: int
    returned_units: Any
    returned_cents: int
    shrunk: Shrunk | None = None


INFLUENCERS = Group(
    Dimension.INFLUENCER,
    select(Influencer.influencer_id, Influencer.influencer_name, Influencer.platform),
    frozenset({"influencer_id", "platform"}),
    InfluencerReturns,
)
PRODUCTS = Group(
    Dimension.PRODUCT,
    select(Product.product_id, Product.title, Product.category),
    frozenset({"product_id", "category"}),
    ProductReturns,
)
CATEGORIES = Group(Dimension.CATEGORY, select(Product.category).distinct(), frozenset({"category"}), CategoryReturns)


def returns_by_influencer(session: Session, query: ReturnsQuery) -> ReturnsOut[InfluencerReturns]:
    """Compare influencers by what came back of their sales.

    Raises:
        WindowMalformed, CampaignUnknownByReturnDay: it cannot be told.
    """
    return _returns(session, query, INFLUENCERS)


def returns_by_product(session: Session, query: ReturnsQuery) -> ReturnsOut[ProductReturns]:
    """Compare products by what came back of them. Raises as `returns_by_influencer` does."""
    return _returns(session, query, PRODUCTS)


def returns_by_category(session: Session, query: ReturnsQuery) -> ReturnsOut[CategoryReturns]:
    """Compare categories by what came back of them. Raises as `returns_by_influencer` does."""
    return _returns(session, query, CATEGORIES)


def _returns[T: ReturnsItem](session: Session, query: ReturnsQuery, group: Group[T]) -> ReturnsOut[T]:
    if query.by is ReturnDay.RETURN and query.campaign_id:
        raise CampaignUnknownByReturnDay(
            "Returns are credited to campaigns by the day of the purchase only.",
            [("campaign_id", "needs purchase_day")],
        )
    window = window_of(query)
    whole = Question(window, _against(query, group), (), MEASURES[query.by])
    named = {row[0]: row._asdict() for row in session.execute(group.all)}
    each = replace(whole, dimensions=(group.dimension,))
    counted = [row for row in _counted(session, each) if row.key in named]
    prior = None
    if query.by is ReturnDay.PURCHASE:
        counted, prior = _shrunk(counted)
    shop = _counted(session, whole)[0]
    listed = sorted((row for row in counted if _wanted(named[row.key], query, group)), key=_surely_high_first)
    shown = listed[: query.limit]
    why = reasons(
        session,
        group.dimension,
        [row.key for row in shown],
        window,
        filters=filters_of(query),
        by_return_day=query.by is ReturnDay.RETURN,
    )
    return ReturnsOut(
        as_of=window.last,
        window=window.label,
        by=query.by,
        shop=ReturnFigures(**_figures(shop)),
        prior=None if prior is None else PriorOut(alpha=prior.alpha, beta=prior.beta),
        items=[_item(group.shape, named[row.key], row, shop=shop, why=why.get(row.key, [])) for row in shown],
    )


def _against(query: ReturnsQuery, group: Group[Any]) -> Filters:
    return filters_of(query).model_copy(update=dict.fromkeys(group.narrowing, ()))


def _counted(session: Session, question: Question) -> list[Counted]:
    keyless = () if question.dimensions else (None,)
    return [Counted(*keyless, *row) for row in session.execute(summed(question))]


def _shrunk(counted: list[Counted]) -> tuple[list[Counted], Prior]:
    groups = [(float(row.returned_units), float(row.units)) for row in counted]
    prior = shrinkage.fit_prior(groups)
    rates = shrinkage.shrink(groups, prior)
    return [replace(row, shrunk=rate) for row, rate in zip(counted, rates, strict=True)], prior


def _wanted(names: Mapping[str, Any], query: ReturnsQuery, group: Group[Any]) -> bool:
    chosen = {name: getattr(query, name) for name in group.narrowing}
    return all(not values or names[name] in values for name, values in chosen.items())


def _surely_high_first(row: Counted) -> tuple[Any, ...]:
    sure = row.shrunk.low if row.shrunk else ratio(row.returned_units, row.units)
    return sure is None, -(sure or 0), row.key


def _figures(row: Counted) -> dict[str, Any]:
    return {
        "units": row.units,
        "returned_units": row.returned_units,
        "gross_revenue": money(row.gross_cents),
        "returned_revenue": money(row.returned_cents),
        "return_rate": ratio(row.returned_units, row.units),
        "money_return_rate": ratio(row.returned_cents, row.gross_cents),
    }


def _item[T: ReturnsItem](
    shape: type[T], names: Mapping[str, Any], row: Counted, *, shop: Counted, why: list[ReasonRow]
) -> T:
    overall, shrunk = ratio(shop.returned_units, shop.units), row.shrunk
    return shape(
        **names,
        **_figures(row),
        shrunk=None if shrunk is None else ShrunkOut(rate=shrunk.rate, low=shrunk.low, high=shrunk.high),
        above_shop=None if shrunk is None or overall is None else shrunk.low > overall,
        reasons=[ReasonOut(reason=each.reason, units=each.units, revenue=money(each.cents)) for each in why],
    )
