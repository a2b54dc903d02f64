"""The rules of one version of terms, read from JSON that shared.finance.terms.schemas has checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from shared.finance.earning.arithmetic import CENTS, MICRO, TermPeriod
from shared.finance.kinds import Basis


class TierConvention(StrEnum):
    """How a tier's rate applies to conversions before and at the one that reaches it."""

    MARGINAL = "marginal"
    ALL_UNITS = "all_units"
    REACHED = "reached"


class Customers(StrEnum):
    ALL = "all"
    FIRST = "first"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Tier:
    """From a total of `start` on (cents or millionths, included) the rate holds."""

    start: int
    rate_micros: int


@dataclass(frozen=True, slots=True)
class Cap:
    amount_cents: int
    period: TermPeriod

    @classmethod
    def parse(cls, given: Mapping[str, Any] | None) -> Self | None:
        return None if given is None else cls(_scaled(given["amount"], CENTS), TermPeriod(given["period"]))


@dataclass(frozen=True, slots=True)
class Component:
    """One row of the table of rules. `tiers` has one of start 0 at least, but for a fixed fee, which has none."""

    place: int
    basis: Basis
    tiers: tuple[Tier, ...] = ()
    convention: TierConvention = TierConvention.MARGINAL
    tier_period: TermPeriod = TermPeriod.CAMPAIGN
    categories: frozenset[str] | None = None
    customers: Customers = Customers.ALL
    cap: Cap | None = None
    fee_cents: int = 0
    due_on: date | None = None
    deliverable: str | None = None

    @classmethod
    def parse(cls, place: int, given: Mapping[str, Any]) -> Self:
        basis, cap = Basis(given["basis"]), Cap.parse(given.get("cap"))
        if basis is Basis.FIXED_FEE:
            due_on = date.fromisoformat(given["due_on"]) if given.get("due_on") else None
            fee = _scaled(given["amount"], CENTS)
            return cls(place, basis, cap=cap, fee_cents=fee, due_on=due_on, deliverable=given.get("deliverable"))
        categories = given.get("categories")
        return cls(
            place,
            basis,
            tiers=_tiers(basis, given),
            convention=TierConvention(given.get("tier_convention") or TierConvention.MARGINAL),
            tier_period=TermPeriod(given.get("tier_period") or TermPeriod.CAMPAIGN),
            categories=None if categories is None else frozenset(categories),
            customers=Customers(given.get("customers") or Customers.ALL),
            cap=cap,
        )

    @property
    def reference(self) -> str:
        """What a fixed fee is known by over all versions: its day, or its deliverable."""
        return self.deliverable or str(self.due_on)

    @property
    def fits_all(self) -> bool:
        """Whether every conversion of its basis fits, whatever was sold and to whom."""
        return self.categories is None and self.customers is Customers.ALL

    def matches(self, category: str | None, *, first: bool) -> bool:
        if self.categories is not None and category not in self.categories:
            return False
        return self.customers is Customers.ALL or (self.customers is Customers.FIRST) == first


@dataclass(frozen=True)
class Agreement:
    components: tuple[Component, ...]
    cap: Cap | None = None

    @classmethod
    def parse(cls, rules: Mapping[str, Any]) -> Self:
        """Read `rules` of a version; no components: nothing is earned any more."""
        components = tuple(Component.parse(place, given) for place, given in enumerate(rules["components"]))
        return cls(components, Cap.parse(rules.get("cap")))

    @cached_property
    def bases(self) -> frozenset[Basis]:
        """What is paid for at all: no other conversions need be given."""
        return frozenset(component.basis for component in self.components)

    @cached_property
    def fees(self) -> tuple[Component, ...]:
        return tuple(component for component in self.components if component.basis is Basis.FIXED_FEE)

    @cached_property
    def needs_sums(self) -> bool:
        """Whether what was earned before matters: there are tiers or caps."""
        return self.cap is not None or any(one.cap is not None or len(one.tiers) > 1 for one in self.components)

    @cached_property
    def raising(self) -> frozenset[int]:
        """Places of the components whose earlier conversions may rise: their `Raisable`s must be read back."""
        tiered = (one for one in self.components if len(one.tiers) > 1)
        return frozenset(one.place for one in tiered if one.convention is TierConvention.ALL_UNITS)

    @cached_property
    def tells_first_orders(self) -> bool:
        """Whether it matters if an order is the customer's first, which takes a look at each customer's others."""
        return any(component.customers is not Customers.ALL for component in self.components)

    def component_for(self, basis: Basis, category: str | None, *, first: bool) -> Component | None:
        """Return the first row of the table of rules that fits."""
        fitting = (one for one in self.components if one.basis is basis and one.matches(category, first=first))
        return next(fitting, None)


def _scaled(given: str, scale: int) -> int:
    return int(Decimal(given) * scale)


def _tiers(basis: Basis, given: Mapping[str, Any]) -> tuple[Tier, ...]:
    if not given.get("tiers"):
        return (Tier(0, _scaled(given["rate"], MICRO)),)
    scale = CENTS if basis is Basis.REVENUE_SHARE else MICRO
    return tuple(Tier(_scaled(tier["from"], scale), _scaled(tier["rate"], MICRO)) for tier in given["tiers"])
