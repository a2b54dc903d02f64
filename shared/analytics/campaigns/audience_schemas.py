"""Shapes of audiences that cross the API: groups of 5 people or more, and nothing that is one person's."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.analytics.schemas import Filters, Ids, WindowQuery
from shared.platform.contract import Out


class AudienceQuery(Filters, WindowQuery):
    """At least one filter: the audience of the whole shop is its customers."""


class Group(Out):
    """People; null where they are too few to be shown, and then all figures are."""

    people: int | None
    share: Annotated[float | None, Field(description="Of the people of the whole audience.")]
    orders: int | None
    net_revenue: str | None


class CountryGroup(Group):
    """Null names the people whose address names no country; `other` groups those that are too small."""

    code: Annotated[str | None, Field(description="ISO 3166-1.")]
    country: str | None
    other: bool = False


class PlaceGroup(Group):
    """Null names the people whose address names no place; `other` groups those that are too small."""

    country: str | None
    place: str | None
    other: bool = False


class Segment(StrEnum):
    CHAMPIONS = "champions"
    LOYAL = "loyal"
    RECENT = "recent"
    FADING = "fading"
    AT_RISK = "at_risk"
    HIBERNATING = "hibernating"
    OTHER = "other"


class SegmentGroup(Group):
    segment: Segment
    days_since: Annotated[float | None, Field(description="Mean days from the last order to the window's last day.")]


class CategoryGroup(Group):
    """What the audience bought in the window in a category, through whatever channel."""

    category: str
    index: Annotated[
        float | None, Field(description="Its share of the audience's orders ÷ its share of the shop's; 1 is as usual.")
    ]


class RatingOut(Out):
    rating: int
    people: int | None
    ratings: int | None


class RatingsOut(Out):
    mean: Annotated[float | None, Field(description="Null with fewer than 5 people who rated.")]
    by_rating: list[RatingOut]


class LikesOut(Out):
    """Likes, and those after which the same person bought the same product within the window."""

    likes: int | None
    people: int | None
    became_purchases: int | None
    buyers: int | None
    rate: Annotated[float | None, Field(description="became_purchases ÷ likes.")]


class AudienceOut(Out):
    as_of: date
    window: str
    audience: Annotated[Group, Field(description="Those who bought; null: fewer than 5, and then nothing is shown.")]
    new: Annotated[Group, Field(description="Their first order here was their first in the shop.")]
    returning: Group
    categories: Annotated[list[CategoryGroup], Field(description="Most orders first.")]
    countries: list[CountryGroup]
    places: Annotated[list[PlaceGroup], Field(description="At most the 50 with the most people.")]
    segments: list[SegmentGroup]
    ratings: RatingsOut
    likes: LikesOut


class AudienceOf(StrEnum):
    BUYERS = "buyers"
    LIKERS = "likers"


class OverlapQuery(WindowQuery):
    influencer_id: Ids = ()
    of: AudienceOf = AudienceOf.BUYERS
    limit: Annotated[int, Field(ge=2, le=200, description="Without influencer_id: those with the most orders.")] = 20


class OverlapInfluencer(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    people: Annotated[int | None, Field(description="Null: fewer than 5.")]


class AudienceOverlapOut(Out):
    as_of: date
    window: str
    of: AudienceOf
    influencers: Annotated[list[OverlapInfluencer], Field(description="In the order of rows and columns.")]
    jaccard: Annotated[
        list[list[float | None]],
        Field(description="People of both ÷ people of either; null where fewer than 5 people would show."),
    ]
