"""Shapes of the analysis of sales and returns that cross the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from shared.analytics.dimensions import Dimension
from shared.analytics.metrics import JsonValue, Unit
from shared.analytics.schemas import Filters, WindowQuery
from shared.platform.contract import Body, Out, Query


def _whole(count: float) -> int | float:
    return int(count) if count == int(count) else count


# Whole, unless campaigns share what is counted.
Count = Annotated[float, PlainSerializer(_whole)]


class ReturnDay(StrEnum):
    """By which day returns count: of the purchase that came back, or of its coming back."""

    PURCHASE = "purchase_day"
    RETURN = "return_day"


class ReturnsQuery(Filters, WindowQuery):
    by: ReturnDay = ReturnDay.PURCHASE
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ReasonOut(Out):
    reason: Annotated[str | None, Field(description="Null where none was given.")]
    units: Count
    revenue: str


class ShrunkOut(Out):
    """A return rate drawn towards what is usual, the less there was to go by the more, with its 90 % interval."""

    rate: float
    low: float
    high: float


class ReturnFigures(Out):
    """`returned_*` by the day that was asked for; sales always by the day of the purchase."""

    units: Count
    returned_units: Count
    gross_revenue: str
    returned_revenue: str
    return_rate: Annotated[float | None, Field(description="returned units ÷ units; null without units.")]
    money_return_rate: Annotated[float | None, Field(description="returned revenue ÷ gross revenue.")]


class ReturnsItem(ReturnFigures):
    shrunk: Annotated[ShrunkOut | None, Field(description="Null by return_day: that is no share of what was sold.")]
    above_shop: Annotated[bool | None, Field(description="The interval lies above the whole shop's rate.")]
    reasons: list[ReasonOut]


class InfluencerReturns(ReturnsItem):
    influencer_id: int
    influencer_name: str
    platform: str


class ProductReturns(ReturnsItem):
    product_id: int
    title: str
    category: str


class CategoryReturns(ReturnsItem):
    category: str


class PriorOut(Out):
    """Beta(alpha, beta), fitted to all groups."""

    alpha: float
    beta: float


class ReturnsOut[T](Out):
    as_of: date
    window: str
    by: ReturnDay
    shop: Annotated[ReturnFigures, Field(description="Everything under the same other filters, direct sales too.")]
    prior: PriorOut | None
    items: Annotated[list[T], Field(description="Those surely high first: by the low end of the interval.")]


class CategoriesQuery(Filters, WindowQuery):
    seasonality: Annotated[bool, Field(description="Adds seasonality, which takes longer.")] = False


class GrowthOut(Out):
    """Against another period: its first and last day, its net revenue, and net ÷ then less 1, null without any."""

    first: date
    last: date
    net_revenue: str
    growth: float | None


class BestProduct(Out):
    product_id: int
    title: str
    units: Count
    net_revenue: str


class SeasonOut(Out):
    """A month of the year (1 to 12) or a weekday (1 Monday to 7 Sunday).

    `index` is its units per day ÷ the mean of all days in the window since the first sale: 1 is as usual.
    """

    number: int
    units: Count
    share: float | None
    index: float | None


class SeasonalityOut(Out):
    by_month: list[SeasonOut]
    by_weekday: Annotated[list[SeasonOut], Field(description="Over the last 364 days of the window.")]


class CategorySales(Out):
    category: str
    orders: Count
    units: Count
    returned_units: Count
    gross_revenue: str
    returned_revenue: str
    net_revenue: str
    share: Annotated[float | None, Field(description="Of the net revenue of all categories under the same filters.")]
    previous: Annotated[GrowthOut | None, Field(description="The period of the same length before.")]
    last_year: Annotated[GrowthOut | None, Field(description="The same days a year before.")]
    best_products: Annotated[list[BestProduct], Field(description="At most three, by net revenue.")]
    seasonality: SeasonalityOut | None


class CategoriesOut(Out):
    as_of: date
    window: str
    net_revenue: str
    items: Annotated[list[CategorySales], Field(description="Highest net revenue first.")]


class PriceEffectQuery(Query):
    days: Annotated[int, Field(ge=1, le=365, description="On each side of a change, at most.")] = 28
    limit: Annotated[int, Field(ge=1, le=200, description="How many changes, the latest first.")] = 50


class PriceSideOut(Out):
    first: date
    last: date
    days: int
    units: int
    units_per_day: float


class RatioOut(Out):
    """Units per day after ÷ before, with its 90 % interval."""

    value: Annotated[float | None, Field(description="Null where nothing was sold before.")]
    low: float
    high: float


class PriceChangeOut(Out):
    """A day on which the price changed; the day itself belongs to neither side."""

    day: date
    old_price: str
    new_price: str
    before: Annotated[PriceSideOut | None, Field(description="Null without a day up to the change before.")]
    after: Annotated[PriceSideOut | None, Field(description="Null without a day since, up to the next change.")]
    ratio: RatioOut | None


class PriceEffectOut(Out):
    product_id: int
    title: str
    note: str = "An indication, not proof: season, advertising and stock change sales, too."
    items: list[PriceChangeOut]


class Compare(StrEnum):
    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


class MetricsQuestion(Body):
    """Business days, both included; `window` or `from` and `to`, 90 days for neither."""

    metrics: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=20)]
    dimensions: Annotated[tuple[Dimension, ...], Field(max_length=3)] = ()
    window: Annotated[str | None, Field(description="30d, 90d, 365d or all; ends today.")] = None
    first: Annotated[date | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[date | None, Field(alias="to", description="Last business day.")] = None
    filters: Annotated[Filters, Field(default_factory=Filters)]
    compare: Annotated[Compare | None, Field(description="Not with day, week or month.")] = None
    sort: Annotated[str | None, Field(max_length=61, description="A dimension or metric, - for descending.")] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class ColumnOut(Out):
    name: Annotated[str, Field(description="A metric of the period compared with ends with _before.")]
    label: str
    unit: Annotated[Unit | None, Field(description="Null: a dimension.")]


class MetricsAnswer(Out):
    """`rows` and `totals` are by the columns' names; counts that campaigns share are no integers."""

    as_of: date
    window: str
    compared: str | None
    columns: list[ColumnOut]
    rows: list[dict[str, JsonValue]]
    totals: dict[str, JsonValue]
    next_cursor: str | None
