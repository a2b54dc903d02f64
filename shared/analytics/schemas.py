"""Shapes of analytics that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.analytics.metrics import Better, JsonValue, Unit
from shared.analytics.slices import Order
from shared.platform.contract import Day, Out, Query, repeatable

MOST_VALUES = 200

# Not contract.Repeated: the type has to be seen as a tuple without looking behind an alias.
Ids = Annotated[tuple[int, ...], BeforeValidator(repeatable), Field(max_length=MOST_VALUES)]
Names = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...],
    BeforeValidator(repeatable),
    Field(max_length=MOST_VALUES),
]


class Filters(Query):
    """What a question is narrowed to; `category` is the products'. Nothing given means everything."""

    influencer_id: Ids = ()
    campaign_id: Ids = ()
    product_id: Ids = ()
    category: Names = ()
    platform: Names = ()

    @property
    def by_product(self) -> bool:
        return bool(self.product_id or self.category)

    @property
    def by_influencer(self) -> bool:
        return bool(self.influencer_id or self.platform)


class WindowQuery(Query):
    """Business days, both included; `window` or `from` and `to`, 90 days for neither."""

    window: Annotated[str | None, Field(description="30d, 90d, 365d or all; ends today.")] = None
    first: Annotated[Day | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last business day.")] = None


class RankedBy(Filters, WindowQuery):
    by: Annotated[str, Field(max_length=60, description="score, or a metric of the catalogue.")] = "roi"


class RankingQuery(RankedBy):
    order: Annotated[
        Order, Field(description="worst: surely lowest returns first; of whom too little is known stays last.")
    ] = Order.BEST
    limit: Annotated[int, Field(ge=1, le=200, description="Of each list.")] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class ShopQuery(Filters, WindowQuery):
    pass


class MetricOut(Out):
    slug: str
    label: str
    unit: Unit
    formula: str
    better: Annotated[Better, Field(description="Which end a ranking begins with.")]
    known_per_product: Annotated[bool, Field(description="False: null under a filter by product or category.")]


class CatalogueOut(Out):
    items: list[MetricOut]


class RoiOut(Out):
    """By score: what is to be expected, its 90 % interval and how probable a profit is. By a metric: as it was."""

    value: float | None
    low: float | None = None
    high: float | None = None
    probability_positive: Annotated[float | None, Field(description="Never 0 and never 1.")] = None


class RankingItem(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    position: int
    previous_position: Annotated[int | None, Field(description="In the last ranking stored before today.")]
    state: Annotated[str, Field(description="ranked, without_cost (by score), or not_enough_data.")]
    score: Annotated[
        float | None,
        Field(
            description="What is ranked by: the metric, or the ROI (without cost: the money) surely exceeded at 90 %."
        ),
    ]
    roi: RoiOut
    expected_rank: Annotated[float | None, Field(description="By score: the mean of the places it may truly have.")] = (
        None
    )
    metrics: Annotated[dict[str, JsonValue], Field(description="Counts, ratios or null; money as text.")]
    flags: Annotated[list[str], Field(description="more_orders_than_clicks: then cvr is null.")]


class Ranking(Out):
    as_of: date
    window: str
    items: list[RankingItem]
    without_cost: list[RankingItem] = Field(
        default_factory=list, description="By score: whose cost is zero, by money, with places of their own."
    )
    counts: dict[str, int] = Field(description="How many there are on all pages, by state.")
    next_cursor: str | None = None


class Performance(Out):
    """The metrics of one influencer, or of the whole shop with the channels that are no influencer."""

    metrics: dict[str, JsonValue]
    flags: list[str]


class OriginOut(Out):
    """Sales by kind of channel; `unknown_channel` names no influencer that we know."""

    origin: str
    channels: int
    orders: int
    gross_revenue: str
    net_revenue: str


class ShopOut(Performance):
    as_of: date
    window: str
    origins: Annotated[list[OriginOut], Field(description="Unfiltered: influencer, direct, unknown_channel.")]
