"""Shapes of the performance of influencers that cross the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.analytics.benchmarks import Cell
from shared.analytics.dimensions import Dimension
from shared.analytics.metrics import Better, JsonValue, Unit
from shared.analytics.quality import QualityFlag
from shared.analytics.sales_schemas import Compare
from shared.analytics.schemas import Filters, Ids, Names, Performance, WindowQuery
from shared.influencers.rules import Tier
from shared.platform.contract import Out, Query, repeatable

Compares = Annotated[
    tuple[Compare, ...],
    BeforeValidator(repeatable),
    Field(max_length=2, description="Adds the period of the same length before, or the same days a year before."),
]
Tiers = Annotated[tuple[Tier, ...], BeforeValidator(repeatable), Field(max_length=len(Tier))]
Metrics = Annotated[tuple[Annotated[str, Field(max_length=60)], ...], BeforeValidator(repeatable), Field(max_length=30)]


class OfInfluencer(WindowQuery):
    """What an influencer's figures are narrowed to; `category` is the products'."""

    campaign_id: Ids = ()
    product_id: Ids = ()
    category: Names = ()


class PerformanceQuery(OfInfluencer):
    compare: Compares = ()


class PerformanceListQuery(Filters, WindowQuery):
    tier: Tiers = ()
    compare: Compares = ()
    sort: Annotated[str, Field(max_length=61, description="A metric, - for descending; unknown last.")] = "-net_revenue"
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class GroupBy(StrEnum):
    PLATFORM = "platform"
    CAMPAIGN = "campaign"
    CATEGORY = "category"


class GroupsQuery(Filters, WindowQuery):
    by: GroupBy
    compare: Compares = ()
    sort: Annotated[str, Field(max_length=61, description="A metric, - for descending; unknown last.")] = "-net_revenue"
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class SeriesUnit(StrEnum):
    DAY = Dimension.DAY.value
    WEEK = Dimension.WEEK.value
    MONTH = Dimension.MONTH.value


class _Series(Query):
    metric: Annotated[Metrics, Field(description="Metrics of the catalogue; all of them if none is named.")] = ()
    unit: SeriesUnit = SeriesUnit.DAY


class InfluencerSeriesQuery(_Series, OfInfluencer):
    pass


class SeriesQuery(_Series, Filters, WindowQuery):
    pass


class ComparedOut(Performance):
    """The figures of another period, and the change since: what was asked for less then, divided by then."""

    first: date
    last: date
    change: Annotated[dict[str, float | None], Field(description="Null where one is unknown or then was not above 0.")]


class Compared(Performance):
    previous: Annotated[ComparedOut | None, Field(description="Null unless asked for; also before everything.")] = None
    last_year: Annotated[ComparedOut | None, Field(description="The same, a year before.")] = None


class PerformanceItem(Compared):
    influencer_id: int
    influencer_name: str
    platform: str
    category: Annotated[str, Field(description="The influencer's.")]
    follower_count: int
    tier: Tier
    still_partner: bool


class StandingOut(Out):
    """Among those of the same platform and tier; where fewer than eight are known, of the platform, else all."""

    cell: Cell
    size: Annotated[int, Field(description="How many are known there, with this one.")]
    better: Better
    percentile: Annotated[
        float | None,
        Field(description="Share of the others that are worse, equal ones by half: 1 is best. Null without others."),
    ]
    low_quartile: JsonValue
    median: JsonValue
    high_quartile: JsonValue


class InfluencerPerformance(PerformanceItem):
    as_of: date
    window: str
    benchmark: Annotated[dict[str, StandingOut | None], Field(description="By metric; null where its value is.")]


class PerformanceList(Out):
    as_of: date
    window: str
    items: list[PerformanceItem]
    next_cursor: str | None


class GroupOut(Compared):
    key: Annotated[str | int | None, Field(description="Null: no influencer's platform, or no campaign.")]
    name: Annotated[str | None, Field(description="The campaign's, else the key.")]


class GroupsOut(Out):
    as_of: date
    window: str
    by: GroupBy
    items: list[GroupOut]


class SeriesMetricOut(Out):
    slug: str
    label: str
    unit: Unit


class PointOut(Out):
    """`first` and `last` are the days that count: the window may cut the outer weeks and months."""

    first: date
    last: date
    metrics: dict[str, JsonValue]
    flags: list[str]


class SeriesOut(Out):
    as_of: date
    window: str
    unit: SeriesUnit
    metrics: list[SeriesMetricOut]
    points: Annotated[list[PointOut], Field(description="Oldest first, also those in which nothing happened.")]


Flags = Annotated[tuple[QualityFlag, ...], BeforeValidator(repeatable), Field(max_length=len(QualityFlag))]


class DataQualityQuery(WindowQuery):
    influencer_id: Ids = ()
    platform: Names = ()
    flag: Flags = ()
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="next_cursor of the page before.")] = None


class FindingOut(Out):
    """Something that cannot be, or is hardly so: `found` is out of place, `expected` is what it is held against."""

    flag: QualityFlag
    influencer_id: Annotated[int | None, Field(description="Null of an unknown channel.")]
    influencer_name: str | None
    platform: str | None
    channel: Annotated[int | None, Field(description="What the records name and nobody has.")]
    measure: str | None
    day: Annotated[date | None, Field(description="The worst one.")]
    days: Annotated[int, Field(description="On how many days it is so.")]
    found: float
    expected: float
    detail: Annotated[str, Field(description="The same in words.")]


class DataQualityOut(Out):
    as_of: date
    window: str
    counts: Annotated[dict[QualityFlag, int], Field(description="Of all findings, by flag.")]
    items: Annotated[list[FindingOut], Field(description="Contradictions first, then the grossest first.")]
    next_cursor: str | None
