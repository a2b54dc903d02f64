from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from shared.platform.contract import Body, Day, Out, repeatable
from shared.platform.paging import PageQuery
from shared.sales.rules import MOST_QUANTITY, PurchaseStatus, ReturnReason
from shared.sales.schemas.fields import (
    Change,
    Channel,
    ChannelOut,
    Channels,
    Days,
    Id,
    Ids,
    MoneyOut,
    Names,
    Origin,
    Part,
)

Quantity = Annotated[int, Field(ge=1, le=MOST_QUANTITY)]
Rating = Annotated[int, Field(ge=1, le=5)]


class PurchaseIn(Body):
    product_id: Id
    customer_id: Id
    quantity: Quantity
    channel: Channel = -1
    bought_date: Annotated[Day | None, Field(description="Business day, today if missing; not in the future.")] = None
    rating: Rating | None = None


class PurchasePatch(Body):
    rating: Annotated[Rating | None, Field(description="null takes it back.")] = None
    channel: Change[Channel] = None
    status: Change[Literal[PurchaseStatus.COMPLETED]] = None


class PurchaseOut(Out):
    purchase_id: int
    product_id: int
    customer_id: int
    status: PurchaseStatus
    channel: ChannelOut
    rating: int | None
    quantity: int | None
    bought_date: date | None
    unit_price: Annotated[MoneyOut, Field(description="In force when it was bought.")]
    returned_quantity: int
    returned_date: Annotated[date | None, Field(description="Of the last return.")]
    return_reason: Annotated[str | None, Field(description="Of the last return.")]
    stock_kept: Annotated[bool, Field(description="It took from the stock kept here, and gives back to it.")]
    source: str | None
    external_ref: str | None


class PurchaseQuery(Days, Origin, PageQuery):
    """`from` and `to` are days of `bought_date`."""

    q: Annotated[
        Part | None, Field(description="Part of the product's title; its beginning, if below three characters.")
    ] = None
    influencer_id: Channels = ()
    product_id: Ids = ()
    category: Names = ()
    customer_id: Ids = ()
    status: Annotated[tuple[PurchaseStatus, ...], Field(max_length=10), BeforeValidator(repeatable)] = ()
    rating: Annotated[tuple[Rating, ...], Field(max_length=5), BeforeValidator(repeatable)] = ()


class ReturnIn(Body):
    quantity: Quantity
    reason: ReturnReason
    returned_date: Annotated[
        Day | None, Field(description="Business day, today if missing; not before the purchase, not in the future.")
    ] = None


class ReturnOut(Out):
    return_id: int
    purchase_id: int
    quantity: int
    returned_date: date
    reason: Annotated[str | None, Field(description="Of the list for returns here; what the source says for others.")]
    source: str | None
    external_ref: str | None
