"""Shapes of recommendations that cross the API."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from shared.analytics.schemas import Names
from shared.campaigns.schemas import BudgetIn
from shared.platform.contract import Body, Out, Query, repeatable
from shared.sales.schemas.fields import Id

MOST_NAMED, MOST_DAYS = 200, 366

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS, description="How long the campaign is.")]
Rating = Annotated[int, Field(ge=2, le=5)]
Worth = Annotated[
    float,
    Field(ge=0, le=1, description="What a sale to a returning customer counts: some would have bought anyway."),
]
Most = Annotated[int, Field(ge=1, le=500, description="The best set has so many members at most.")]
Limit = Annotated[int, Field(ge=1, le=200, description="Of the candidates.")]
Given = Annotated[tuple[Id, ...], BeforeValidator(repeatable), Field(max_length=MOST_NAMED)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(repeatable), Field(max_length=MOST_NAMED)]


class TargetCustomers(StrEnum):
    """Of whom the target audience is made: people new to the shop, or those who bought there before."""

    NEW = "new"
    RETURNING = "returning"


class RecommendationQuery(Query):
    """For a campaign; what is not given is the campaign's own."""

    product_id: Given = ()
    category: Annotated[Names, Field(description="Of products, beside those of product_id.")] = ()
    country: Annotated[Codes, Field(description="Of the target audience, ISO 3166-1.")] = ()
    min_rating: Annotated[Rating | None, Field(description="Of the target audience: it rates at least so.")] = None
    customers: TargetCustomers | None = None
    budget: Annotated[BudgetIn | None, Field(description="Nobody who costs more is listed.")] = None
    days: Days | None = None
    exclude: Annotated[Given, Field(description="Influencers who are not to be recommended.")] = ()
    platform: Names = ()
    returning_worth: Worth = 0.75
    best_set: Annotated[bool, Field(description="Adds the best set under the budget, which takes up to 2 seconds.")] = (
        False
    )
    max_influencers: Most | None = None
    limit: Limit = 20


class TargetIn(Body):
    """Whom a campaign is for."""

    country: Annotated[tuple[Code, ...], Field(max_length=MOST_NAMED, description="ISO 3166-1.")] = ()
    min_rating: Annotated[Rating | None, Field(description="It rates at least so.")] = None
    customers: TargetCustomers | None = None


class CostIn(Body):
    """What an influencer asks for the whole campaign."""

    influencer_id: Id
    cost: BudgetIn


class PlanIn(Body):
    """What a campaign shows, to whom, at which cost."""

    product_id: Annotated[tuple[Id, ...], Field(max_length=MOST_NAMED)] = ()
    category: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...],
        Field(max_length=MOST_NAMED, description="Of products, beside those of product_id."),
    ] = ()
    target: TargetIn = TargetIn()
    budget: BudgetIn | None = None
    days: Days | None = None
    exclude: Annotated[
        tuple[Id, ...], Field(max_length=MOST_NAMED, description="Influencers who are not to be recommended.")
    ] = ()
    platform: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=50)], ...], Field(max_length=MOST_NAMED)
    ] = ()
    costs: Annotated[
        tuple[CostIn, ...], Field(max_length=MOST_NAMED, description="Else what their history lets expect.")
    ] = ()
    returning_worth: Worth = 0.75
    max_influencers: Most | None = None


class RecommendationIn(PlanIn):
    """Products or categories are needed; days are 30 unless given."""

    best_set: Annotated[bool, Field(description="Adds the best set under the budget, which takes up to 2 seconds.")] = (
        True
    )
    limit: Limit = 20


class WhatIfIn(PlanIn):
    """What would be otherwise than in the campaign; what is not given is the campaign's own."""

    influencer_id: Annotated[
        tuple[Id, ...] | None,
        Field(max_length=MOST_NAMED, description="The set; without one it is the best under the budget."),
    ] = None


class RecommendationPartOut(Out):
    """One part of what is expected. Numbers are ratios, but for money as text."""

    part: Annotated[str, Field(description="performance, category, order_value, country, rating, customers …")]
    label: str
    seen: Annotated[float | None, Field(description="Null: nothing yet, or fewer than 5 people.")]
    usual: float | str | None
    expected: Annotated[float | str, Field(description="What is reckoned with: between the two.")]
    factor: Annotated[float | None, Field(description="What it makes of the revenue that would be usual.")]
    text: str


class MoneyOut(Out):
    """What is expected, and its 90 % interval."""

    value: str
    low: str
    high: str


class CostFrom(StrEnum):
    """Whence a cost is known: the request, the own history, influencers alike; unknown counts as 0."""

    GIVEN = "given"
    OWN = "own"
    ALIKE = "alike"
    UNKNOWN = "unknown"


class CandidateOut(Out):
    influencer_id: int
    influencer_name: str
    platform: str
    tier: str
    state: Annotated[str, Field(description="ranked, without_cost or not_enough_data: listed in this order.")]
    position: int
    score: Annotated[
        float | None,
        Field(description="The ROI surely exceeded at 90 %; without cost the money. Null: too little data."),
    ]
    revenue: str
    cost: str
    cost_from: CostFrom
    net: MoneyOut
    roi: float | None
    probability_positive: Annotated[float, Field(description="Never 0 and never 1.")]
    arranged: Annotated[bool, Field(description="Already in the campaign.")]
    parts: list[RecommendationPartOut]


class MemberOut(Out):
    influencer_id: int
    influencer_name: str
    revenue: str
    cost: str
    shared: Annotated[str, Field(description="Of its revenue, what comes of people whom others of the set reach, too.")]


class SetOut(Out):
    """What a set brings together. Revenue and net are without what would be counted twice."""

    members: list[MemberOut]
    cost: str
    within_budget: bool
    revenue: MoneyOut
    counted_once: Annotated[str, Field(description="The revenue of people whom two reach, taken off once.")]
    net: MoneyOut
    roi: float | None
    probability_positive: float


class BestSetOut(SetOut):
    considered: Annotated[int, Field(description="Candidates it was chosen from, 500 at most.")]
    gap: Annotated[float, Field(description="By how much, at most, a better set could exceed it: 0 is none exists.")]


class BasisOut(Out):
    """What the answer rests on."""

    as_of: Annotated[date | None, Field(description="The last day of what was measured; null: nothing was yet.")]
    computed_at: datetime | None
    categories: list[str]
    days: int
    budget: str | None
    note: str = "An indication, not a promise: it supposes that what was so far goes on."


class RecommendationsOut(BasisOut):
    candidates: Annotated[int, Field(description="How many there are, listed or not.")]
    beyond_budget: Annotated[int, Field(description="Who alone would cost more than the budget.")]
    items: list[CandidateOut]
    best_set: BestSetOut | None


class WhatIfOut(BasisOut):
    campaign_id: int
    now: Annotated[SetOut, Field(description="Who is arranged, under the campaign's own budget and products.")]
    then: Annotated[SetOut, Field(description="The set that was asked about, or the best one.")]
    best: Annotated[BestSetOut | None, Field(description="The best set; null where a set was given.")]
    difference: Annotated[MoneyOut, Field(description="Net contribution then less now, from the same draws.")]
    unknown: Annotated[list[int], Field(description="Influencers of whom nothing was measured yet: left out.")]
