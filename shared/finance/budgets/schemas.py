"""Shapes of budgets that cross the API."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Ids, MoneyIn, MoneyOut

MOST_CATEGORIES = 100

# On one line: it stands in tables and files.
CostCategory = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f\x7f-\x9f]+( [^\s\x00-\x1f\x7f-\x9f]+)*$"),
]


class BudgetIn(Body):
    """The whole plan of a campaign; a category that is left out is no longer planned."""

    planned: Annotated[
        dict[CostCategory, MoneyIn],
        Field(
            max_length=MOST_CATEGORIES,
            description="By cost category; `payments` is what influencers are paid.",
            json_schema_extra={"additionalProperties": False},
        ),
    ]


class SpendingOut(Out):
    """Money by how far it is gone: what is paid is incurred, and what is incurred is committed."""

    requested: Annotated[MoneyOut, Field(description="Expenses that wait for approval.")]
    committed: Annotated[
        MoneyOut, Field(description="Incurred, or promised: fixed fees of terms, approved expenses of days ahead.")
    ]
    incurred: Annotated[
        MoneyOut, Field(description="Earned by influencers, approved expenses of days gone by, reported spend.")
    ]
    paid: MoneyOut


class CategoryOut(SpendingOut):
    cost_category: str
    planned: Annotated[MoneyOut | None, Field(description="null: not planned.")]
    remaining: Annotated[MoneyOut | None, Field(description="Planned less committed.")]


class BudgetOut(SpendingOut):
    campaign_id: int
    campaign_name: str
    budget: Annotated[MoneyOut, Field(description="Of the campaign.")]
    planned: Annotated[MoneyOut, Field(description="Over all cost categories.")]
    remaining: Annotated[MoneyOut, Field(description="The campaign's budget less what is committed.")]
    categories: list[CategoryOut]


class BudgetQuery(PageQuery):
    campaign_id: Ids = ()
