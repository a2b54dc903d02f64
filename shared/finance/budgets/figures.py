"""How much of a budget is planned, promised, incurred and paid. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Self

NOTHING = Decimal("0.00")
PAYMENTS = "payments"  # what influencers are paid
REPORTED_SPEND = "reported_spend"  # what feeds say was spent on advertisements


@dataclass(frozen=True)
class Figures:
    """Amounts in the shop's currency; `committed` holds `incurred`, which holds `paid`."""

    planned: Decimal = NOTHING
    requested: Decimal = NOTHING
    committed: Decimal = NOTHING
    incurred: Decimal = NOTHING
    paid: Decimal = NOTHING

    def __add__(self, other: Self) -> "Figures":
        return Figures(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


type ByCategory = Mapping[str, Figures]


def total(categories: ByCategory) -> Figures:
    return sum(categories.values(), start=Figures())


@dataclass(frozen=True)
class Excess:
    """Whose limit a commitment passes: the campaign's budget, or the plan of its category."""

    of: str
    limit: Decimal
    committed: Decimal


def excess(budget: Decimal, categories: ByCategory, category: str) -> Excess | None:
    """Return the limit that is passed by what is committed, if one is; a category without a plan has none."""
    committed = total(categories).committed
    if committed > budget:
        return Excess("campaign", budget, committed)
    of = categories.get(category, Figures())
    return Excess("category", of.planned, of.committed) if 0 < of.planned < of.committed else None
