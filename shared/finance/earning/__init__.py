"""What a conversion earns under terms: pure arithmetic in whole numbers, no I/O.

`Agreement.parse` reads the rules of one version; an `Account` keeps the running totals of one influencer in
one campaign under it and says of each conversion, in the order of (day, purchase_id), which lines it makes.
"""

from shared.finance.earning.accounts import Account
from shared.finance.earning.agreements import Agreement, Cap, Component, Customers, Tier, TierConvention
from shared.finance.earning.arithmetic import (
    CENTS,
    MICRO,
    TermPeriod,
    amount_of,
    half_up,
    part_of,
    period_of,
    remaining,
)
from shared.finance.earning.facts import Conversion, Earned, Raisable, Sum

__all__ = [
    "CENTS",
    "MICRO",
    "Account",
    "Agreement",
    "Cap",
    "Component",
    "Conversion",
    "Customers",
    "Earned",
    "Raisable",
    "Sum",
    "TermPeriod",
    "Tier",
    "TierConvention",
    "amount_of",
    "half_up",
    "part_of",
    "period_of",
    "remaining",
]
