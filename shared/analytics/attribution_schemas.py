"""Shapes of attribution that cross the API."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.analytics.attribution.catalogue import DEFAULT_LOOKBACK, MOST_LOOKBACK, AttributionModel
from shared.analytics.schemas import Filters, WindowQuery
from shared.platform.contract import Out, repeatable


class AttributionQuery(Filters, WindowQuery):
    """By product, category and campaign of the purchase; `influencer_id` and `platform` choose only who is listed."""

    models: Annotated[
        tuple[AttributionModel, ...],
        BeforeValidator(repeatable),
        Field(max_length=len(AttributionModel), description="All of them unless some are named."),
    ] = ()
    lookback: Annotated[int, Field(ge=0, le=MOST_LOOKBACK, description="Days.")] = DEFAULT_LOOKBACK
    sort: Annotated[AttributionModel | None, Field(description="By whose conversions; else the first model's.")] = None
    live: Annotated[bool, Field(description="Computes anew what the last night stored.")] = False
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Origin(StrEnum):
    INFLUENCER = "influencer"
    DIRECT = "direct"
    UNKNOWN = "unknown_channel"


class CreditOut(Out):
    """Those of all items and `others` add up to the whole exactly."""

    conversions: Annotated[float, Field(description="To the millionth.")]
    revenue: Annotated[str, Field(description="Net.")]


type CreditsOut = dict[AttributionModel, CreditOut]


class AttributionItem(Out):
    origin: Annotated[Origin, Field(description="All channels that name no influencer are one.")]
    influencer_id: Annotated[int | None, Field(description="-1 is direct, null is unknown_channel.")]
    influencer_name: str | None
    platform: str | None
    credits: CreditsOut


class ModelOut(Out):
    model: AttributionModel
    label: str
    rule: str


class AttributionOut(Out):
    as_of: date
    window: str
    lookback: int
    computed_at: datetime
    total: CreditOut
    models: list[ModelOut]
    note: str = "Each model is one way of sharing out; none is the truth."
    items: list[AttributionItem]
    others: Annotated[CreditsOut, Field(description="What those have who are not listed.")]
