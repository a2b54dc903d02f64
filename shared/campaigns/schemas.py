"""Shapes of campaigns that cross the API."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from shared.campaigns.rules import CampaignStatus, PacingAlertKind
from shared.platform.contract import Body, Day, Out, repeatable
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Change, Id, Ids, MoneyOut, Part

MOST_OF_A_KIND = 100
BUDGET = r"^[0-9]{1,8}(\.[0-9]{1,2})?$"  # NUMERIC(10,2)


def _budget(given: object) -> Decimal:
    if not isinstance(given, str) or not re.fullmatch(BUDGET, given, re.ASCII):
        raise ValueError('must be a text such as "5000.00", with at most eight digits before the point')
    return Decimal(given)


def _written(given: object) -> object:
    if not isinstance(given, str | date):  # pydantic would count seconds since 1970
        raise ValueError("must be a day as in 2026-11-23")  # noqa: TRY004 - what pydantic listens to
    return given


BudgetIn = Annotated[
    Decimal, BeforeValidator(_budget), WithJsonSchema({"type": "string", "pattern": BUDGET, "examples": ["5000.00"]})
]
DayIn = Annotated[date, BeforeValidator(_written)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Chosen = Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_OF_A_KIND)]
Statuses = Annotated[tuple[CampaignStatus, ...], Field(max_length=10), BeforeValidator(repeatable)]
Alerts = Annotated[tuple[PacingAlertKind, ...], Field(max_length=10), BeforeValidator(repeatable)]


class CampaignIn(Body):
    """A new draft; both days are business days and belong to it."""

    campaign_name: Name
    start_date: DayIn
    end_date: DayIn
    budget: BudgetIn


class CampaignPatch(Body):
    campaign_name: Change[Name] = None
    start_date: Change[DayIn] = None
    end_date: Change[DayIn] = None
    budget: Change[BudgetIn] = None


class CloneIn(Body):
    start_date: Annotated[DayIn, Field(description="The copy lasts as long as the original.")]
    campaign_name: Name | None = None


class CampaignOut(Out):
    campaign_id: int
    campaign_name: str
    start_date: date
    end_date: date
    budget: MoneyOut
    status: CampaignStatus
    ended_on: Annotated[
        date | None, Field(description="Ended by hand: the last day that counts; before start_date if it never ran.")
    ]
    source: str | None
    external_ref: str | None


class OverlapOut(Out):
    """Another campaign in which the same influencer shows the same product on some of the same days."""

    campaign_id: int
    campaign_name: str
    status: CampaignStatus
    influencer_id: int
    influencer_name: str
    product_id: int
    title: str
    first: Annotated[date, Field(description="First day that both have.")]
    last: Annotated[date, Field(description="Last day that both have.")]


class MovedOut(Out):
    """Sales credited to a campaign, or to none, before and after a change; over all items nothing comes or goes.

    Counted are the influencers, products and days that the change concerns, nothing else of the campaign.
    """

    campaign_id: Annotated[int | None, Field(description="null: no campaign.")]
    campaign_name: str | None
    orders_before: Annotated[float, Field(description="Parts of an order where campaigns share it.")]
    orders_after: float
    net_revenue_before: MoneyOut
    net_revenue_after: MoneyOut


class CampaignDetail(CampaignOut):
    overlaps: Annotated[list[OverlapOut], Field(description="A warning: these share the credit. At most 200.")]
    moved: Annotated[list[MovedOut], Field(description="What this change re-attributed; empty for a read.")]


class CampaignQuery(PageQuery):
    """`from` and `to` ask for campaigns that have any of these days."""

    first: Annotated[Day | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last business day.")] = None
    source: Annotated[str | None, Field(max_length=200, description="The namespace it was imported into.")] = None
    external_ref: Annotated[str | None, Field(max_length=200, description="What it is called there.")] = None
    q: Annotated[Part | None, Field(description="Part of a name.")] = None
    campaign_id: Ids = ()
    status: Statuses = ()
    influencer_id: Ids = ()
    product_id: Ids = ()
    user_id: Annotated[Ids, Field(description="Users in charge.")] = ()
    alert: Annotated[Alerts, Field(description="Whose projected cost left the plan and is not back yet.")] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError("from is after to")
        return self


class ArrangementIn(Body):
    """Each influencer shows each product, and each user is in charge; what is arranged already stays."""

    influencer_id: Chosen
    product_id: Chosen
    user_id: Annotated[Chosen | None, Field(description="Whoever asks, if missing.")] = None


class ArrangementOut(Out):
    arrangement_id: int
    influencer_id: int
    influencer_name: str
    product_id: int
    title: str
    user_id: int
    user_name: str


class ArrangementsChanged(Out):
    items: Annotated[list[ArrangementOut], Field(description="What was added, or removed.")]
    overlaps: list[OverlapOut]
    moved: list[MovedOut]


class ArrangementQuery(PageQuery):
    influencer_id: Ids = ()
    product_id: Ids = ()
    user_id: Ids = ()
