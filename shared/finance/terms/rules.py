"""The shape of a version's rules: a table of components, read from top to bottom, and what caps them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from shared.campaigns.schemas import DayIn
from shared.finance.earning import Customers, TermPeriod, TierConvention
from shared.platform.contract import Body
from shared.sales.schemas.fields import MoneyIn

MOST_COMPONENTS = 50
MOST_TIERS = 20
RATE = r"^[0-9]{1,4}(\.[0-9]{1,6})?$"
COUNT = r"^[0-9]{1,10}$"
LIKE_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _rate(given: object) -> Decimal:
    if not isinstance(given, str) or not re.fullmatch(RATE, given, re.ASCII):
        raise ValueError('must be a text such as "0.08", of at most six places')
    return Decimal(given)


def _share(rate: Decimal) -> Decimal:
    if rate > 1:
        raise ValueError('must be a share of at most 1: "0.08" is 8 %')
    return rate


def _count(given: object) -> Decimal:
    if not isinstance(given, str) or not re.fullmatch(COUNT, given, re.ASCII):
        raise ValueError('must be a whole number as a text, such as "100"')
    return Decimal(given)


def _above_zero(amount: Decimal) -> Decimal:
    if amount == 0:
        raise ValueError("must be above zero")
    return amount


def _no_day(name: str) -> str:
    if LIKE_A_DAY.fullmatch(name):
        raise ValueError("must not look like a day; a fee that is due on one has due_on")
    return name


def _text(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


Rate = Annotated[Decimal, BeforeValidator(_rate), _text(RATE, "0.25")]
Share = Annotated[Decimal, BeforeValidator(_rate), AfterValidator(_share), _text(RATE, "0.08")]
Count = Annotated[Decimal, BeforeValidator(_count), _text(COUNT, "100")]
Amount = Annotated[MoneyIn, AfterValidator(_above_zero)]
DeliverableName = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_no_day)]
Category = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Categories = Annotated[
    list[Category], Field(min_length=1, max_length=100, description="Of the product; all categories, if missing.")
]

FirstOrRepeat = Annotated[Customers, Field(description="Whether it is the customer's first purchase.")]
CONVENTIONS = (
    "marginal (if missing): each part of the total at its own rate; all_units: all at the rate of the tier reached; "
    "reached: each conversion wholly at the rate of the tier that it reaches."
)


class CapRule(Body):
    """No more than this is earned in a period; what passes it is not paid later either."""

    amount: Amount
    period: TermPeriod


class FixedFee(Body):
    """A sum that is earned once: on a day, or on the day on which a deliverable was delivered."""

    basis: Literal["fixed_fee"]
    amount: Amount
    due_on: DayIn | None = None
    deliverable: DeliverableName | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.due_on is None) == (self.deliverable is None):
            raise ValueError("a fixed fee has either due_on or deliverable")
        return self

    @property
    def reference(self) -> str:
        return self.deliverable or str(self.due_on)


class CountTier(Body):
    """From a total of so many clicks or orders on, that included, the rate holds."""

    start: Annotated[Count, Field(alias="from")]
    rate: Rate


class RevenueTier(Body):
    """From a total of so much net revenue on, that included, the share holds."""

    start: Annotated[MoneyIn, Field(alias="from")]
    rate: Share


class Tiered(Body):
    """What components with a rate, or rates by the total of a period, have in common."""

    tier_convention: Annotated[TierConvention | None, Field(description=CONVENTIONS)] = None
    tier_period: Annotated[TermPeriod | None, Field(description="When totals begin anew; campaign if missing.")] = None
    cap: CapRule | None = None

    @model_validator(mode="after")
    def _rates_make_sense(self) -> Self:
        rate, tiers = getattr(self, "rate", None), getattr(self, "tiers", None)
        if (rate is None) == (tiers is None):
            raise ValueError("a component has either rate or tiers")
        if tiers is None and (self.tier_convention or self.tier_period):
            raise ValueError("tier_convention and tier_period go with tiers")
        _check_tiers(tiers or [], self.tier_convention)
        return self


def _check_tiers(tiers: Sequence[CountTier | RevenueTier], convention: TierConvention | None) -> None:
    starts, rates = [tier.start for tier in tiers], [tier.rate for tier in tiers]
    if starts and (starts[0] != 0 or sorted(set(starts)) != starts):
        raise ValueError("tiers begin from 0 and rise")
    if convention is TierConvention.ALL_UNITS and sorted(rates) != rates:
        raise ValueError("a tier of all_units pays no less than the one before: what was earned is not taken back")


class PerClick(Tiered):
    """Money for each click that is reported."""

    basis: Literal["per_click"]
    rate: Rate | None = None
    tiers: Annotated[list[CountTier] | None, Field(min_length=1, max_length=MOST_TIERS)] = None


class PerOrder(Tiered):
    """Money for each order line; the first component of a basis that fits a purchase is the one that applies."""

    basis: Literal["per_order"]
    rate: Rate | None = None
    tiers: Annotated[list[CountTier] | None, Field(min_length=1, max_length=MOST_TIERS)] = None
    categories: Categories | None = None
    customers: FirstOrRepeat = Customers.ALL


class RevenueShare(Tiered):
    """A share of net revenue; the first component of a basis that fits a purchase is the one that applies."""

    basis: Literal["revenue_share"]
    rate: Share | None = None
    tiers: Annotated[list[RevenueTier] | None, Field(min_length=1, max_length=MOST_TIERS)] = None
    categories: Categories | None = None
    customers: FirstOrRepeat = Customers.ALL


ComponentRule = Annotated[FixedFee | PerClick | PerOrder | RevenueShare, Field(discriminator="basis")]


class Rules(Body):
    """Components are read from top to bottom; none at all end what was agreed. `cap` holds for all together."""

    components: Annotated[list[ComponentRule], Field(max_length=MOST_COMPONENTS)]
    cap: CapRule | None = None

    @model_validator(mode="after")
    def _fees_differ(self) -> Self:
        references = [fee.reference for fee in self.fees]
        if len(set(references)) < len(references):
            raise ValueError("two fixed fees have the same day or deliverable: a fee is earned once")
        return self

    @property
    def fees(self) -> list[FixedFee]:
        return [component for component in self.components if isinstance(component, FixedFee)]

    def as_json(self) -> dict[str, object]:
        """Return what is stored: amounts and rates as texts, nothing that was left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True) | {"cap": _json(self.cap)}


def _json(cap: CapRule | None) -> dict[str, object] | None:
    return None if cap is None else cap.model_dump(mode="json")
