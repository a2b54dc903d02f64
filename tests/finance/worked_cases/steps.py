"""The words in which cases are written: one influencer, campaigns A to C of 2024 and 2025 that show all products."""

from dataclasses import dataclass
from typing import Any

YEAR_END = "2025-12-31"


@dataclass(frozen=True)
class Agreed:
    rules: dict[str, Any]
    holding: int = 0
    minimum: str = "0.00"
    since: str = "2024-01-01"
    campaign: str = "A"


@dataclass(frozen=True)
class Bought:
    """`what` names the purchase in later steps; each has a customer of its own unless `who` says otherwise."""

    day: str
    price: str
    what: str
    quantity: int
    category: str
    who: str | None


@dataclass(frozen=True)
class Returned:
    day: str
    what: str
    quantity: int


@dataclass(frozen=True)
class Cancelled:
    what: str


@dataclass(frozen=True)
class Changed:
    """A purchase is corrected: column and value."""

    what: str
    changes: dict[str, Any]


@dataclass(frozen=True)
class Clicked:
    """The clicks of a day as reported last, for a campaign or for none."""

    day: str
    clicks: int
    campaign: str | None


@dataclass(frozen=True)
class Delivered:
    day: str
    deliverable: str


@dataclass(frozen=True)
class Computed:
    """What a computation for a day makes payments of, the greatest first, and the sum of lines in no payment."""

    as_of: str | None
    pays: tuple[str, ...]
    leaves: str


type Step = Agreed | Bought | Returned | Cancelled | Changed | Clicked | Delivered | Computed


@dataclass(frozen=True)
class Case:
    name: str
    steps: tuple[Step, ...]


def case(name: str, *steps: Step) -> Case:
    return Case(name, steps)


def agreed(*components: dict[str, Any], cap: Any = None, **given: Any) -> Agreed:
    return Agreed({"components": list(components), "cap": cap}, **given)


def share(rate: str, **more: Any) -> dict[str, Any]:
    return {"basis": "revenue_share", "rate": rate} | more


def order(rate: str, **more: Any) -> dict[str, Any]:
    return {"basis": "per_order", "rate": rate} | more


def click(rate: str, **more: Any) -> dict[str, Any]:
    return {"basis": "per_click", "rate": rate} | more


def fee(amount: str, **more: Any) -> dict[str, Any]:
    return {"basis": "fixed_fee", "amount": amount} | more


def tiered(basis: str, convention: str, *tiers: tuple[str, str], **more: Any) -> dict[str, Any]:
    told = [{"from": start, "rate": rate} for start, rate in tiers]
    return {"basis": basis, "tiers": told, "tier_convention": convention} | more


def capped(amount: str, period: str) -> dict[str, str]:
    return {"amount": amount, "period": period}


def buy(day: str, price: str, what: str = "a", *, quantity: int = 1, category: str = "Bags", who: Any = None) -> Bought:
    return Bought(day, price, what, quantity, category, who)


def back(day: str, what: str = "a", quantity: int = 1) -> Returned:
    return Returned(day, what, quantity)


def cancel(what: str = "a") -> Cancelled:
    return Cancelled(what)


def change(what: str = "a", **changes: Any) -> Changed:
    return Changed(what, changes)


def clicks(day: str, number: int, campaign: str | None = "A") -> Clicked:
    return Clicked(day, number, campaign)


def deliver(day: str, deliverable: str) -> Delivered:
    return Delivered(day, deliverable)


def compute(*pays: str, leaves: str = "0.00", as_of: str | None = YEAR_END) -> Computed:
    return Computed(as_of, pays, leaves)
