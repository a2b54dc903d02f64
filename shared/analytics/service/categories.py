"""What categories sold, how they grew, what sold best in them, and when in the year and the week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of, window_of
from shared.analytics.dimensions import Dimension
from shared.analytics.queries.cube import Question, summed
from shared.analytics.sales_schemas import (
    BestProduct,
    CategoriesOut,
    CategoriesQuery,
    CategorySales,
    GrowthOut,
    SeasonalityOut,
    SeasonOut,
)
from shared.analytics.schemas import Filters
from shared.analytics.service.numbers import money, ratio
from shared.analytics.windows import DAY, Window, last_year, previous
from shared.sales.models import Product

CATEGORY, PRODUCT = Dimension.CATEGORY, Dimension.PRODUCT
MEASURES = ("orders", "units", "returned_units", "gross_cents", "returned_cents")
MOST_PRODUCTS = 3
WEEKS = 364 * DAY
MONTHS, WEEKDAYS = range(1, 13), range(1, 8)


@dataclass(frozen=True)
class Before:
    window: Window
    net: Mapping[str, int]


def sales_by_category(session: Session, query: CategoriesQuery) -> CategoriesOut:
    """Compare categories by their sales.

    Raises:
        WindowMalformed: the window makes no sense.
    """
    window, filters = window_of(query), filters_of(query)
    sold = session.execute(summed(Question(window, filters, (CATEGORY,), MEASURES))).all()
    best = _best_products(session, window, filters)
    compared = [_before(session, each, filters) for each in (previous(window), last_year(window))]
    seasons = _seasons(session, window, filters) if query.seasonality else {}
    whole = sum(_net(row) for row in sold)
    return CategoriesOut(
        as_of=window.last,
        window=window.label,
        net_revenue=money(whole),
        items=[
            CategorySales(
                category=row.category,
                orders=row.orders,
                units=row.units,
                returned_units=row.returned_units,
                gross_revenue=money(row.gross_cents),
                returned_revenue=money(row.returned_cents),
                net_revenue=money(_net(row)),
                share=ratio(_net(row), whole),
                previous=_growth(row, compared[0]),
                last_year=_growth(row, compared[1]),
                best_products=best[row.category],
                seasonality=seasons.get(row.category),
            )
            for row in sorted(sold, key=lambda row: (-_net(row), row.category))
        ],
    )


def _net(row: Row[Any]) -> int:
    net: int = row.gross_cents - row.returned_cents
    return net


def _before(session: Session, window: Window | None, filters: Filters) -> Before | None:
    if window is None:
        return None
    rows = session.execute(summed(Question(window, filters, (CATEGORY,), ("gross_cents", "returned_cents"))))
    return Before(window, {row.category: _net(row) for row in rows})


def _growth(row: Row[Any], before: Before | None) -> GrowthOut | None:
    if before is None:
        return None
    then = before.net.get(row.category, 0)
    growth = ratio(_net(row) - then, then) if then > 0 else None
    return GrowthOut(first=before.window.first, last=before.window.last, net_revenue=money(then), growth=growth)


def _best_products(session: Session, window: Window, filters: Filters) -> dict[str, list[BestProduct]]:
    of = summed(Question(window, filters, (PRODUCT,), ("units", "gross_cents", "returned_cents"))).subquery("sold")
    net = of.c.gross_cents - of.c.returned_cents
    place = func.row_number().over(partition_by=Product.category, order_by=(net.desc(), of.c.product))
    placed = (
        select(of, net.label("net_cents"), Product.category, Product.title, place.label("place"))
        .join(Product, Product.product_id == of.c.product)
        .subquery("placed")
    )
    found: dict[str, list[BestProduct]] = defaultdict(list)
    for row in session.execute(select(placed).where(placed.c.place <= MOST_PRODUCTS).order_by(placed.c.place)):
        found[row.category].append(
            BestProduct(product_id=row.product, title=row.title, units=row.units, net_revenue=money(row.net_cents))
        )
    return found


def _seasons(session: Session, window: Window, filters: Filters) -> dict[str, SeasonalityOut]:
    recent = Window(max(window.first, window.last - min(WEEKS, window.last - date.min) + DAY), window.last)
    by_month = _by_number(session, window, filters, Dimension.MONTH)
    by_weekday = _by_number(session, recent, filters, Dimension.DAY)
    return {
        category: SeasonalityOut(by_month=months, by_weekday=by_weekday.get(category, []))
        for category, months in by_month.items()
    }


def _by_number(session: Session, window: Window, filters: Filters, unit: Dimension) -> dict[str, list[SeasonOut]]:
    """Return the seasons of each category: of its months' numbers, or of its days' weekdays."""
    rows = session.execute(summed(Question(window, filters, (CATEGORY, unit), ("units",)))).all()
    if not rows:
        return {}
    first = max(window.first, min(row[1] for row in rows))
    days = [first + timedelta(days=number) for number in range((window.last - first).days + 1)]
    numbers = MONTHS if unit is Dimension.MONTH else WEEKDAYS
    length = Counter(_number(day, unit) for day in days)
    sold: dict[str, Counter[int]] = defaultdict(Counter)
    for category, day, units in rows:
        sold[category][_number(day, unit)] += units
    return {category: list(_season(units, length, numbers)) for category, units in sold.items()}


def _number(day: date, unit: Dimension) -> int:
    return day.month if unit is Dimension.MONTH else day.isoweekday()


def _season(units: Counter[int], length: Counter[int], numbers: Iterable[int]) -> Iterable[SeasonOut]:
    whole, days = units.total(), length.total()
    for number in numbers:
        if length[number]:
            mean = ratio(whole * length[number], days)  # what these days would sell if all days were alike
            yield SeasonOut(
                number=number,
                units=units[number],
                share=ratio(units[number], whole),
                index=ratio(units[number], mean) if mean else None,
            )
