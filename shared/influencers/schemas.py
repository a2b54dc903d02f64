"""Shapes of influencers that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, EmailStr, Field, StringConstraints

from shared.influencers.rules import Tier
from shared.platform.contract import Body, Day, Out, repeatable
from shared.platform.paging import PageQuery
from shared.sales import masking
from shared.sales.schemas.fields import MOST_INT4, Change, Days, Ids, MoneyOut

Name = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Platform = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Category = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Mail = Annotated[EmailStr, Field(max_length=255)]
Number = Annotated[int, Field(ge=0, le=MOST_INT4)]


class InfluencerIn(Body):
    influencer_name: Name
    platform: Platform
    follower_count: Number
    category: Category
    influencer_mail: Mail
    clicked_number: Annotated[Number, Field(description="Clicks known before any that are reported.")] = 0
    still_partner: bool = True
    member_since: Annotated[Day | None, Field(description="Business day, today if missing.")] = None


class InfluencerPatch(Body):
    """`still_partner` false ends the partnership, true begins it again."""

    influencer_name: Change[Name] = None
    platform: Change[Platform] = None
    follower_count: Change[Number] = None
    category: Change[Category] = None
    influencer_mail: Change[Mail] = None
    still_partner: Change[bool] = None
    member_since: Change[date] = None


class InfluencerOut(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    follower_count: int
    tier: Annotated[Tier, Field(description="By followers.")]
    clicked_number: Annotated[int, Field(description="What was known at the start plus all clicks reported since.")]
    category: str
    influencer_mail: str
    still_partner: bool
    member_since: date
    is_deleted: bool
    masked: Annotated[bool, Field(description="The mail address is hidden from you.")] = False


class MaskedInfluencerOut(InfluencerOut):
    """The same for those who do not deal with influencers: names are public, mail addresses are not."""

    influencer_mail: Annotated[str, AfterValidator(masking.mail)]
    masked: bool = True


class InfluencerQuery(PageQuery):
    q: Annotated[str | None, Field(max_length=100, description="Part of a name.")] = None
    platform: Annotated[str | None, Field(max_length=50)] = None
    category: Annotated[str | None, Field(max_length=100)] = None
    tier: Annotated[tuple[Tier, ...], BeforeValidator(repeatable), Field(max_length=len(Tier))] = ()
    still_partner: bool | None = None
    is_deleted: bool | None = None


class ReportedMetricsQuery(Days, PageQuery):
    """`from` and `to` are days of what was reported."""

    campaign_id: Ids = ()
    source: Annotated[str | None, Field(max_length=200, description="The feed.")] = None


class ReportedMetricsOut(Out):
    """What a feed reported for an influencer and a day; `external_ref` is its finer unit, empty where it has none."""

    metric_id: int
    day: date
    campaign_id: int | None
    source: str
    external_ref: str
    impressions: int
    clicks: int
    likes: int
    comments: int
    shares: int
    saves: int
    conversions: int
    spend: MoneyOut
    revenue: MoneyOut


class SnapshotQuery(Days, PageQuery):
    source: Annotated[str | None, Field(max_length=200, description="The feed.")] = None


class SnapshotOut(Out):
    day: date
    source: str
    followers: int
    engagement_rate: float | None
