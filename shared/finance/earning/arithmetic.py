"""Rounding, shares and periods. Revenue is counted in cents, clicks and orders in millionths, rates in millionths."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from shared.finance.kinds import Basis

MICRO = 1_000_000
CENTS = 100
# Cents of revenue times millionths of a share; millionths of a count times millionths of money each.
DIVISORS = {
    Basis.REVENUE_SHARE: MICRO,
    Basis.PER_CLICK: MICRO * MICRO // CENTS,
    Basis.PER_ORDER: MICRO * MICRO // CENTS,
}


class TermPeriod(StrEnum):
    """Over which days a tier counts, or a cap holds."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CAMPAIGN = "campaign"


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half away from zero, as numeric's round() does; `denominator` is above zero."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def amount_of(basis: Basis, base: int, rate_micros: int) -> int:
    """Return base times rate in cents, rounded once."""
    return half_up(base * rate_micros, DIVISORS[basis])


def part_of(whole: int, part: int, parts: int) -> int:
    """Return part `part` of `parts`, from 1: all parts add up to the whole (shared.campaigns.credits.part_of)."""
    return whole * part // parts - whole * (part - 1) // parts


def remaining(earned: int, quantity: int, returned: int) -> int:
    """Return what is left of the cents earned by a purchase of which so many came back."""
    return half_up(earned * (quantity - returned), quantity)


PERIOD_KEYS: dict[TermPeriod, Callable[[date], int]] = {
    TermPeriod.MONTH: lambda day: day.year * 12 + day.month,
    TermPeriod.QUARTER: lambda day: day.year * 4 + (day.month - 1) // 3,
    TermPeriod.YEAR: lambda day: day.year,
    TermPeriod.CAMPAIGN: lambda _: 0,
}


def period_of(period: TermPeriod, day: date) -> int:
    """Return a number that all days of the same period have in common, and no others."""
    return PERIOD_KEYS[period](day)
