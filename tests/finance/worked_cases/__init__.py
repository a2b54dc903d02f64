"""Cases worked out by hand: what is agreed, what happens, what is paid and what stays open."""

from tests.finance.worked_cases import caps, holding, rates, returns, sharing, tiers, versions
from tests.finance.worked_cases.steps import Case

CASES: list[Case] = [
    *rates.CASES,
    *tiers.CASES,
    *caps.CASES,
    *returns.CASES,
    *holding.CASES,
    *versions.CASES,
    *sharing.CASES,
]
