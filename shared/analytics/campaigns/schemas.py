"""Shapes of campaigns' success and targets that cross the API."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from shared.analytics.metrics import JsonValue
from shared.campaigns.rules import CampaignStatus
from shared.platform.contract import Body, Day, Out, Query, repeatable

Slug = Annotated[str, Field(max_length=60, description="A metric of the catalogue.")]


class Against(StrEnum):
    """What success is set against."""

    PREVIOUS = "previous"
    PAST = "past"
    LIFT = "lift"


class SuccessQuery(Query):
    """The whole campaign, with what was paid and reported for it on whatever day; or the days from `from` to `to`."""

    first: Annotated[Day | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last business day.")] = None
    against: Annotated[
        tuple[Against, ...],
        BeforeValidator(repeatable),
        Field(
            max_length=3,
            description="previous: the days before; past: past campaigns alike; lift: other products. Not with from and"
            " to: the latter two are of the whole campaign.",
        ),
    ] = ()


class Figures(Out):
    metrics: dict[str, JsonValue]
    flags: Annotated[list[str], Field(description="more_orders_than_clicks: then cvr is null.")]


class InfluencerFigures(Figures):
    influencer_id: int
    influencer_name: str


class ProductFigures(Figures):
    """Clicks, costs and customers name no product: what is made of them is null."""

    product_id: int
    title: str


class DayFigures(Figures):
    """A day on which something was sold, reported, paid or won, also one beside the campaign's days."""

    day: date


class TargetOut(Out):
    metric: str
    target: float
    value: Annotated[float | None, Field(description="So far; null where it is unknown.")]
    reached: Annotated[bool | None, Field(description="At least the target; at most where less is better.")]
    share: Annotated[float | None, Field(description="value ÷ target.")]


class PreviousOut(Out):
    """All that the same influencers sold of the same products in as many days right before the campaign."""

    first: date
    last: date
    metrics: dict[str, JsonValue]
    change: Annotated[dict[str, float | None], Field(description="Growth since then; null where then is 0.")]


class PastOut(Out):
    """The means of past campaigns that showed a product of one of the same categories, at most the latest 20."""

    campaigns: list[int]
    metrics: dict[str, JsonValue]
    change: dict[str, float | None]


class LiftOut(Out):
    """How much more of the campaign's products was sold than comparable ones let expect, with a 90 % interval."""

    effect: Annotated[float | None, Field(description="0.25 is a quarter more. Null: see reason.")]
    low: float | None
    high: float | None
    reason: Annotated[str | None, Field(description="not_started, or too_few_products to compare.")]
    first: Annotated[date | None, Field(description="Where the days before begin.")]
    units_before: int
    units_during: int
    products: Annotated[int, Field(description="Of the campaign, with 10 units or more in all.")]
    comparable_products: Annotated[int, Field(description="Of the same categories, in no campaign then; 10 units.")]
    note: str = "An indication, not proof: whatever else befell these products and not the others is in it, too."


class SuccessOut(Figures):
    campaign_id: int
    campaign_name: str
    status: CampaignStatus
    start_date: date
    end_date: date
    as_of: Annotated[date, Field(description="The last day that counts: the campaign's last, or today.")]
    first: Annotated[date | None, Field(description="The days that were asked for; null: all of them.")]
    last: date | None
    targets: Annotated[list[TargetOut], Field(description="Of the whole campaign: empty under from and to.")]
    influencers: Annotated[list[InfluencerFigures], Field(description="Everybody who is arranged, and who was.")]
    products: list[ProductFigures]
    days: list[DayFigures]
    previous: PreviousOut | None
    past: PastOut | None
    lift: LiftOut | None


MOST = 10**12
AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"


def _to_six_decimals(value: object) -> object:
    """Round a JSON number half up, which may have more of them than it was typed with."""
    in_range = isinstance(value, float) and 0 <= value < MOST
    return Decimal(str(value)).quantize(Decimal("0.000001"), ROUND_HALF_UP) if in_range else value


Target = Annotated[
    Decimal,
    BeforeValidator(_to_six_decimals),
    Field(ge=0, lt=MOST, max_digits=18, decimal_places=6, allow_inf_nan=False),
    PlainSerializer(float, return_type=float),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "exclusiveMaximum": MOST},
                {"type": "string", "pattern": AMOUNT},
            ]
        },
        mode="validation",
    ),
]


class TargetsIn(Body):
    """All targets of a campaign; what is left out is taken away."""

    targets: Annotated[
        dict[Slug, Target],
        Field(max_length=30, description="By metric: money in the shop's currency, ratios as 0.25 for 25 %."),
    ]


class TargetsOut(Out):
    campaign_id: int
    targets: dict[str, Target]
