"""Shapes of the ranking by score that cross the API, beside those it shares with the other rankings."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from shared.analytics.metrics import Unit
from shared.analytics.schemas import RoiOut, WindowQuery
from shared.platform.contract import Out, Query

MOST_DAYS = 400


class ExplanationQuery(WindowQuery):
    pass


class HistoryQuery(Query):
    window: Literal["30d", "90d", "365d", "all"] = "90d"
    limit: Annotated[
        int, Field(ge=1, le=MOST_DAYS, description="Of the days that were stored, the latest so many.")
    ] = 90


class HistoryItem(Out):
    as_of: date
    position: int
    of: Annotated[int, Field(description="How many were in the same list.")]
    state: str
    score: float | None
    roi: RoiOut
    expected_rank: float | None


class HistoryOut(Out):
    influencer_id: int
    window: str
    items: Annotated[list[HistoryItem], Field(description="The oldest first.")]


class PartOut(Out):
    """One link of the chain from impressions to money."""

    part: Annotated[str, Field(description="clicks, orders, order_value or returned.")]
    label: str
    unit: Unit
    seen: Annotated[float | str | None, Field(description="In the window, recent days counting for more.")]
    seen_low: Annotated[float | None, Field(description="Of a ratio: Wilson's 95 % interval by what was seen alone.")]
    seen_high: float | None
    usual: Annotated[float | str, Field(description="Where it is compared.")]
    expected: Annotated[float | str, Field(description="What the score reckons with: between the two.")]
    own_part: Annotated[float, Field(description="How far from usual (0) to seen (1) that is.")]
    sample: Annotated[float, Field(description="The effective sample size.")]
    compared_with: Annotated[str, Field(description="Platform and tier, platform, or all.")]
    factor: Annotated[float | None, Field(description="What it makes of the revenue that would be usual.")]


class ExplanationOut(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    tier: str
    as_of: date
    window: str
    state: str
    position: int
    previous_position: int | None
    of: Annotated[int, Field(description="How many are in the same list.")]
    score: float | None
    roi: RoiOut
    expected_rank: float | None
    usual_roi: Annotated[float | None, Field(description="If every part were as usual.")]
    parts: list[PartOut]
    text: Annotated[list[str], Field(description="The same in sentences.")]
