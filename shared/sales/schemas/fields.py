"""Kinds of fields that several records share."""

import re
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import CoreSchema

from shared.platform.columns import NO_CHANNEL
from shared.platform.contract import Day, Query, repeatable
from shared.sales import rules

MOST_INT4 = 2**31 - 1
MOST_VALUES = 200
AMOUNT = r"^[0-9]{1,10}(\.[0-9]{1,2})?$"  # NUMERIC(12,2)

T = TypeVar("T")


def _amount(given: object) -> Decimal:
    if not isinstance(given, str) or not re.fullmatch(AMOUNT, given, re.ASCII):
        raise ValueError('must be a text such as "19.90", with at most ten digits before the point')
    return Decimal(given)


def _money_text(stored: Decimal | float | str) -> str:
    return stored if isinstance(stored, str) else str(rules.money(stored))


def _direct_if_null(stored: object) -> object:
    return NO_CHANNEL if stored is None else stored


class _NotNull:
    """Takes `| None` back for what is sent, so that None only ever means that nothing was."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


MoneyIn = Annotated[
    Decimal, BeforeValidator(_amount), WithJsonSchema({"type": "string", "pattern": AMOUNT, "examples": ["19.90"]})
]
MoneyOut = Annotated[str, BeforeValidator(_money_text), Field(description="Two decimals, in the shop's currency.")]
Change = Annotated[T | None, _NotNull()]  # a field of a PATCH that may be left out but not emptied

Id = Annotated[int, Field(ge=1, le=MOST_INT4)]
Channel = Annotated[
    int, Field(ge=NO_CHANNEL, le=MOST_INT4, description="The influencer through whom it came; -1 for none.")
]
ChannelOut = Annotated[int, BeforeValidator(_direct_if_null), Field(description="-1: through no influencer.")]
Part = Annotated[str, StringConstraints(min_length=1, max_length=100)]

Ids = Annotated[tuple[Id, ...], Field(max_length=MOST_VALUES), BeforeValidator(repeatable)]
Channels = Annotated[tuple[Channel, ...], Field(max_length=MOST_VALUES), BeforeValidator(repeatable)]
Names = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...],
    Field(max_length=MOST_VALUES),
    BeforeValidator(repeatable),
]


class Days(Query):
    """Business days, both included; either may be missing."""

    first: Annotated[Day | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last business day.")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError("from is after to")
        return self


class Origin(Query):
    """What names one imported record: both or neither."""

    source: Annotated[str | None, Field(max_length=200, description="The namespace it was imported into.")] = None
    external_ref: Annotated[str | None, Field(max_length=200, description="What it is called there.")] = None

    @model_validator(mode="after")
    def _together(self) -> Self:
        if (self.source is None) != (self.external_ref is None):
            raise ValueError("source and external_ref name a record only together")
        return self
