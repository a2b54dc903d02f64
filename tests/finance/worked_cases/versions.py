"""Versions: what is earned stays as it was; the next one goes on from there."""

from typing import Any

from tests.finance.worked_cases.steps import (
    Agreed,
    agreed,
    back,
    buy,
    capped,
    case,
    change,
    compute,
    fee,
    order,
    share,
    tiered,
)
from tests.finance.worked_cases.tiers import RATES

LAST, FIRST = "2025-05-31", "2025-06-01"


def then(*components: dict[str, Any], **given: Any) -> Agreed:
    return agreed(*components, since=FIRST, **given)


def revenue(convention: str) -> dict[str, Any]:
    return tiered("revenue_share", convention, *RATES)


BOTH_DAYS = [buy(LAST, "100.00"), buy(FIRST, "100.00", "b")]

CASES = [
    # 100 * 8 % + 100 * 10 %
    case("the rate of its day", agreed(share("0.08")), then(share("0.10")), *BOTH_DAYS, compute("18.00")),
    # 100 * 8 %
    case("terms that ended", agreed(share("0.08")), then(), *BOTH_DAYS, compute("8.00")),
    # 100 * 10 %
    case("before the first terms", then(share("0.10")), *BOTH_DAYS, compute("10.00")),
    # 8 was earned at 8 %, whatever holds now
    case(
        "a return at the rate of its purchase",
        agreed(share("0.08")),
        then(share("0.10")),
        buy(LAST, "100.00"),
        compute("8.00"),
        back("2025-06-10"),
        compute(leaves="-8.00"),
    ),
    # 120 * 8 %, less 8
    case(
        "a correction at the rate of its purchase",
        agreed(share("0.08")),
        then(share("0.10")),
        buy(LAST, "100.00"),
        compute("8.00"),
        change(unit_price="120.00"),
        compute("1.60"),
    ),
    # 200 * 4 % = 8; the total of 200 goes on: 100 * 6 %
    case(
        "tiers go on",
        agreed(revenue("marginal")),
        then(revenue("marginal")),
        buy(LAST, "200.00"),
        buy(FIRST, "100.00", "b"),
        compute("14.00"),
    ),
    # one order at 1.00; then revenue begins at 0: 100 * 4 %
    case(
        "another kind of component begins anew",
        agreed(order("1.00")),
        then(revenue("marginal")),
        *BOTH_DAYS,
        compute("5.00"),
    ),
    # 100 * 4 % is frozen; 100 more reach 6 %
    case(
        "what an earlier version earned is not raised",
        agreed(revenue("all_units")),
        then(revenue("all_units")),
        *BOTH_DAYS,
        compute("10.00"),
    ),
    # 200 * 8 % = 16; 100 * 8 % = 8, of which 4 are left
    case(
        "a cap goes on",
        agreed(share("0.08"), cap=capped("20.00", "campaign")),
        then(share("0.08"), cap=capped("20.00", "campaign")),
        buy(LAST, "200.00"),
        buy(FIRST, "100.00", "b"),
        compute("20.00"),
    ),
    # 31 May + 30 = 30 June; 1 June + 0
    case(
        "the holding period of its day",
        agreed(share("0.08"), holding=30),
        then(share("0.08")),
        *BOTH_DAYS,
        compute("8.00", leaves="8.00", as_of="2025-06-29"),
        compute("8.00", as_of="2025-06-30"),
    ),
    # 8 is less than 25, and more than 5
    case(
        "the minimum in force",
        agreed(share("0.08"), minimum="25.00"),
        then(share("0.08"), minimum="5.00"),
        buy("2025-05-01", "100.00"),
        compute(leaves="8.00", as_of=LAST),
        compute("8.00", as_of=FIRST),
    ),
    # the version of 10 June pays 150
    case(
        "a fee belongs to the version of its day",
        agreed(fee("100.00", due_on="2025-06-10")),
        then(fee("150.00", due_on="2025-06-10")),
        compute("150.00"),
    ),
    # due on 10 May under the first version; named again by the second
    case(
        "a fee named again is paid once",
        agreed(fee("100.00", due_on="2025-05-10")),
        then(fee("100.00", due_on="2025-05-10")),
        compute("100.00"),
        compute(),
    ),
]
