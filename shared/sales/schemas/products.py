from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from shared.platform.contract import Body, Day, Out, Query, repeatable
from shared.platform.paging import PageQuery
from shared.sales.rules import MOST_STOCK, AdjustField, money
from shared.sales.schemas.fields import Change, Ids, MoneyIn, MoneyOut, Names, Origin, Part

Title = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Description = Annotated[str, StringConstraints(max_length=10_000)]
Quantity = Annotated[int, Field(ge=0, le=MOST_STOCK)]


class ProductIn(Body):
    title: Title
    category: Title
    description: Description | None = None
    product_price: MoneyIn
    on_sale: bool = True
    stock_quantity: Quantity = 0
    sales_quantity: Annotated[Quantity, Field(description="What was sold before it came here.")] = 0


class ProductPatch(Body):
    """Edits of price, stock and sales quantity leave an adjustment each."""

    title: Change[Title] = None
    category: Change[Title] = None
    description: Description | None = None
    product_price: Change[MoneyIn] = None
    on_sale: Change[bool] = None
    stock_quantity: Change[Quantity] = None
    sales_quantity: Change[Quantity] = None


class ProductOut(Out):
    product_id: int
    title: str
    category: str
    description: str | None
    product_price: MoneyOut
    on_sale: bool
    stock_quantity: int
    sales_quantity: Annotated[int, Field(description="Sold and kept; moves with orders, returns and cancellations.")]
    source: str | None
    external_ref: str | None


class ProductQuery(Origin, PageQuery):
    q: Annotated[Part | None, Field(description="Part of a title; its beginning, if below three characters.")] = None
    product_id: Ids = ()
    category: Names = ()
    on_sale: bool | None = None


class AdjustmentOut(Out):
    adjustment_id: int
    product_id: int
    user_id: int
    date_time: datetime
    field: AdjustField
    is_active: Annotated[bool, Field(description="The value in force for this field.")]
    old_value: str | int
    new_value: Annotated[str | int, Field(description="A price as money, a quantity as a number.")]

    @field_validator("date_time")
    @classmethod
    def _in_utc(cls, stored: datetime) -> datetime:
        return stored.replace(tzinfo=UTC)

    @field_validator("old_value", "new_value", mode="before")
    @classmethod
    def _as_the_field(cls, stored: float, info: ValidationInfo) -> str | int:
        return str(money(stored)) if info.data["field"] is AdjustField.PRODUCT_PRICE else int(stored)


class AdjustmentQuery(PageQuery):
    field: Annotated[tuple[AdjustField, ...], Field(max_length=10), BeforeValidator(repeatable)] = ()


class PriceQuery(Query):
    on: Annotated[Day | None, Field(description="Business day, today if missing.")] = None


class PriceOut(Out):
    product_id: int
    on: date
    product_price: Annotated[MoneyOut, Field(description="In force at the end of that day.")]
