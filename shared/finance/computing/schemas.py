"""Shapes of computing payments that cross the API."""

from datetime import date
from typing import Annotated

from pydantic import Field

from shared.campaigns.schemas import DayIn
from shared.finance.kinds import Entry
from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Id, Ids, MoneyOut

MOST_CHOSEN = 1000
MOST_SHOWN = 200
Chosen = Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_CHOSEN)]


class ComputeIn(Body):
    """Whose conversions to compute, and up to which day what is payable is paid; for everybody and today if empty."""

    as_of: Annotated[DayIn | None, Field(description="Lines payable by this business day are paid; today.")] = None
    influencer_id: Chosen | None = None
    campaign_id: Annotated[
        Chosen | None, Field(description="Pay for these only; what others take back is offset all the same.")
    ] = None
    dry_run: Annotated[bool, Field(description="Say what would be, and keep nothing of it.")] = False


class LinesOut(Out):
    entry: Entry
    lines: int
    amount: MoneyOut


class PaymentMade(Out):
    payment_id: Annotated[int | None, Field(description="None of a dry run.")]
    campaign_id: int
    influencer_id: int
    amount: MoneyOut
    lines: int
    offset_campaigns: Annotated[list[int], Field(description="Whose lines it takes with it to offset them.")]


class ComputeOut(Out):
    as_of: date
    dry_run: bool
    purchases: Annotated[int, Field(description="How many were looked at because something changed.")]
    lines: list[LinesOut]
    payments: int
    amount: MoneyOut
    made: Annotated[list[PaymentMade], Field(description=f"The {MOST_SHOWN} greatest.")]
    carried: Annotated[int, Field(description="Balances of campaign and influencer that stay open.")]
    carried_amount: MoneyOut


class BalanceQuery(PageQuery):
    influencer_id: Ids = ()
    campaign_id: Ids = ()


class CampaignBalanceOut(Out):
    """`open` is due or not due yet; of what is due, `carried` is what would not be paid out today."""

    campaign_id: int
    open: MoneyOut
    due: MoneyOut
    carried: MoneyOut
    minimum_payout: MoneyOut
    next_payable_on: date | None


class BalanceOut(Out):
    influencer_id: int
    influencer_name: str
    open: MoneyOut
    due: MoneyOut
    carried: MoneyOut
    campaigns: list[CampaignBalanceOut]
