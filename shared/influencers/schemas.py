"""Shapes of influencers that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.platform.contract import Out
from shared.platform.paging import PageQuery


class InfluencerOut(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    follower_count: int
    clicked_number: Annotated[int, Field(description="What was known at the start plus all clicks reported since.")]
    category: str
    still_partner: bool
    member_since: date


class InfluencerQuery(PageQuery):
    q: Annotated[str | None, Field(max_length=100, description="Part of a name.")] = None
    platform: Annotated[str | None, Field(max_length=50)] = None
    category: Annotated[str | None, Field(max_length=100)] = None
    still_partner: bool | None = None
