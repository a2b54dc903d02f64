"""What the demo agrees with influencers: terms of several kinds, where they are paid to, plans by category. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from local.demo.data import CATEGORIES, Fee, Shop

DAY = timedelta(days=1)
DAYS_BACK = 240  # campaigns that ended earlier were paid before terms were kept here
REEL = "reel"
# The registry of ISO 13616 documents these as examples: their check digits are right and nobody has them.
IBANS = (
    *("DE89370400440532013000", "AT611904300234573201", "BE68539007547034", "CH9300762011623852957"),
    *("DK5000400440116243", "ES9121000418450200051332", "FI2112345600000785", "FR1420041010050500013M02606"),
    *("GB29NWBK60161331926819", "IE29AIBK93115212345678", "IT60X0542811101000000123456", "NL91ABNA0417164300"),
)
WITHOUT_ACCOUNT = 9  # every so manieth influencer has told none yet
COSTS = {"payments": "0.62", "reported_spend": "0.20", "production": "0.08", "samples": "0.05", "travel": "0.05"}
SPENT = (("production", "0.020", -6), ("samples", "0.012", 2), ("travel", "0.015", 9), ("production", "0.016", 15))


@dataclass(frozen=True)
class Agreement:
    """Terms of one influencer in one campaign; `delivered_on` is the day of the reel that a fee is for."""

    campaign: int
    influencer: int
    rules: dict[str, Any]
    holding_days: int
    minimum_payout: str
    delivered_on: date | None = None


@dataclass(frozen=True)
class Spending:
    """An expense and what becomes of it: the steps after it was recorded."""

    campaign: int
    category: str
    day: date
    amount: Decimal
    steps: tuple[str, ...]


def campaigns_with_terms(shop: Shop, last_day: date) -> list[int]:
    first = last_day - DAYS_BACK * DAY
    return [campaign for campaign in range(len(shop.members)) if shop.campaign_end(campaign) >= first]


def agreements(shop: Shop, last_day: date) -> Iterator[Agreement]:
    """Yield terms for everybody in the campaigns that have them, of one kind after the other."""
    ours = set(campaigns_with_terms(shop, last_day))
    fees = (fee for fee in shop.fees() if fee.campaign in ours)
    for place, (fee, kind) in enumerate(zip(fees, cycle(KINDS), strict=False)):
        held, minimum = (14, 30, 45)[place % 3], ("0.00", "25.00")[place % 2]
        delivered = fee.day - 7 * DAY
        is_delivered = kind is _fee_for_a_reel and delivered <= last_day and place % 4 > 0
        yield Agreement(fee.campaign, fee.influencer, kind(fee), held, minimum, delivered if is_delivered else None)


def _rules(*components: dict[str, Any], cap: dict[str, str] | None = None) -> dict[str, Any]:
    return {"components": list(components), "cap": cap}


def _part(fee: Fee, share: str) -> str:
    return f"{Decimal(fee.amount) * Decimal(share):.2f}"


def _base(fee: Fee, share: str) -> dict[str, Any]:
    return {"basis": "fixed_fee", "amount": _part(fee, share), "due_on": fee.day.isoformat()}


def _fixed(fee: Fee) -> dict[str, Any]:
    return _rules(_base(fee, "0.80"))


def _fee_for_a_reel(fee: Fee) -> dict[str, Any]:
    return _rules(
        {"basis": "fixed_fee", "amount": _part(fee, "0.40"), "deliverable": REEL},
        {"basis": "revenue_share", "rate": "0.08"},
    )


def _rising_share(fee: Fee) -> dict[str, Any]:
    tiers = [{"from": start, "rate": rate} for start, rate in (("0", "0.10"), ("500", "0.14"), ("2000", "0.18"))]
    share = {"basis": "revenue_share", "tiers": tiers}
    return _rules(_base(fee, "0.25"), share, cap={"amount": "1500.00", "period": "campaign"})


def _per_order(_: Fee) -> dict[str, Any]:
    clicks = {"basis": "per_click", "rate": "0.04", "cap": {"amount": "150.00", "period": "month"}}
    return _rules({"basis": "per_order", "rate": "6"}, clicks)


def _share_by_category(fee: Fee) -> dict[str, Any]:
    better = {"basis": "revenue_share", "rate": "0.2", "categories": [*CATEGORIES[:3]], "customers": "first"}
    tiers = [{"from": start, "rate": rate} for start, rate in (("0", "0.09"), ("800", "0.12"))]
    return _rules(
        _base(fee, "0.15"), better, {"basis": "revenue_share", "tiers": tiers, "tier_convention": "all_units"}
    )


KINDS = (_fixed, _fee_for_a_reel, _rising_share, _per_order, _share_by_category)


def has_account(influencer: int) -> bool:
    return influencer % WITHOUT_ACCOUNT > 0


def iban_of(influencer: int) -> str:
    return IBANS[influencer % len(IBANS)]


def plan(budget: Decimal) -> dict[str, Decimal]:
    """Return what is planned of a campaign's budget by cost category: all of it, or a cent less each."""
    return {name: (budget * Decimal(share)).quantize(Decimal("0.01"), "ROUND_DOWN") for name, share in COSTS.items()}


STEPS = ((), ("approve",), ("approve", "pay"), ("reject",), ("approve", "pay"))


def spending(shop: Shop, campaign: int, budget: Decimal) -> Iterator[Spending]:
    """Yield a few expenses of a campaign; over all campaigns there are some in every state."""
    steps = islice(cycle(STEPS), campaign, None)
    for (category, share, after), taken in zip(SPENT, steps, strict=False):
        day = shop.day(shop.campaign_start[campaign]) + after * DAY
        yield Spending(campaign, category, day, (budget * Decimal(share)).quantize(Decimal("0.01")), taken)
