"""Holding periods, minimum payouts, what is carried forward and what one campaign owes another."""

from tests.finance.worked_cases.steps import Step, agreed, back, buy, case, compute, share

HELD = agreed(share("0.08"), holding=30)
AT_LEAST_25 = agreed(share("0.08"), minimum="25.00")
THREE = [agreed(share("0.08"), campaign=campaign) for campaign in ("A", "B", "C")]
# 8 for campaign A, which are paid and come back
OWED: list[Step] = [buy("2025-06-01", "100.00"), compute("8.00"), back("2025-06-10")]

CASES = [
    # 15 June + 30 days = 15 July
    case(
        "thirty days",
        HELD,
        buy("2025-06-15", "100.00"),
        compute(leaves="8.00", as_of="2025-07-14"),
        compute("8.00", as_of="2025-07-15"),
    ),
    # payable on its day
    case(
        "no holding",
        agreed(share("0.08")),
        buy("2025-06-15", "100.00"),
        compute(leaves="8.00", as_of="2025-06-14"),
        compute("8.00", as_of="2025-06-15"),
    ),
    # 15 June 2024 + 365 days = 15 June 2025
    case(
        "a year",
        agreed(share("0.08"), holding=365),
        buy("2024-06-15", "100.00"),
        compute(leaves="8.00", as_of="2025-06-14"),
        compute("8.00", as_of="2025-06-15"),
    ),
    # 29 February 2024 + 1 day = 1 March
    case(
        "over a leap day",
        agreed(share("0.08"), holding=1),
        buy("2024-02-29", "100.00"),
        compute(leaves="8.00", as_of="2024-02-29"),
        compute("8.00", as_of="2024-03-01"),
    ),
    # b is payable on 31 July; what a takes back only on the day of its return, 1 August
    case(
        "a return counts from its day",
        HELD,
        buy("2025-06-15", "100.00"),
        buy("2025-07-01", "100.00", "b"),
        compute("8.00", leaves="8.00", as_of="2025-07-15"),
        back("2025-08-01"),
        compute("8.00", leaves="-8.00", as_of="2025-07-31"),
        compute(leaves="-8.00", as_of="2025-08-01"),
    ),
    # half of a came back on 20 June, and waits with a until 15 July: b is paid in full
    case(
        "a return waits with what it takes from",
        HELD,
        buy("2025-06-01", "100.00", "b"),
        buy("2025-06-15", "50.00", quantity=2),
        compute(leaves="16.00", as_of="2025-06-16"),
        back("2025-06-20"),
        compute("8.00", leaves="4.00", as_of="2025-07-01"),
        compute("4.00", as_of="2025-07-15"),
    ),
    # 8, then 8 + 250 * 8 % = 28
    case(
        "less than the minimum is carried forward",
        AT_LEAST_25,
        buy("2025-06-01", "100.00"),
        compute(leaves="8.00"),
        buy("2025-06-02", "250.00", "b"),
        compute("28.00"),
    ),
    # 312.50 * 8 % = 25.00
    case("the minimum itself is paid", AT_LEAST_25, buy("2025-06-01", "312.50"), compute("25.00")),
    # 312.38 * 8 % = 24.9904 -> 24.99
    case("a cent below the minimum is not", AT_LEAST_25, buy("2025-06-01", "312.38"), compute(leaves="24.99")),
    # 20; half of it back, 10; + 200 * 8 % = 16
    case(
        "a return takes from what was carried",
        AT_LEAST_25,
        buy("2025-06-01", "125.00", quantity=2),
        compute(leaves="20.00"),
        back("2025-06-02"),
        compute(leaves="10.00"),
        buy("2025-06-03", "200.00", "b"),
        compute("26.00"),
    ),
    # each 16; only one is payable on 1 July
    case(
        "what is held counts for no minimum",
        agreed(share("0.08"), holding=30, minimum="25.00"),
        buy("2025-06-01", "200.00"),
        buy("2025-06-20", "200.00", "b"),
        compute(leaves="32.00", as_of="2025-07-01"),
        compute("32.00", as_of="2025-07-20"),
    ),
    # 8 + 20 + 4 are 32, but no campaign has 25
    case(
        "a minimum is of one campaign",
        *(agreed(share("0.08"), minimum="25.00", campaign=campaign) for campaign in ("A", "B", "C")),
        buy("2025-06-01", "100.00"),
        buy("2025-06-01", "250.00", "b", category="Belts"),
        buy("2025-06-01", "50.00", "c", category="Gloves"),
        compute(leaves="32.00"),
    ),
    # A 8, B 20
    case(
        "each campaign has its payment",
        *THREE,
        buy("2025-06-01", "100.00"),
        buy("2025-06-01", "250.00", "b", category="Belts"),
        compute("20.00", "8.00"),
    ),
    # B 20 - A 8
    case(
        "another campaign offsets", *THREE, *OWED, buy("2025-06-11", "250.00", "b", category="Belts"), compute("12.00")
    ),
    # B 62.50 * 8 % = 5 - A 8
    case(
        "another campaign is not enough",
        *THREE,
        *OWED,
        buy("2025-06-11", "62.50", "b", category="Belts"),
        compute(leaves="-3.00"),
    ),
    # B 5 + C 75 * 8 % = 6 - A 8
    case(
        "two campaigns together offset",
        *THREE,
        *OWED,
        buy("2025-06-11", "62.50", "b", category="Belts"),
        buy("2025-06-11", "75.00", "c", category="Gloves"),
        compute("3.00"),
    ),
    # B 20 - A 8, C 6 is left alone
    case(
        "only the greatest offsets",
        *THREE,
        *OWED,
        buy("2025-06-11", "250.00", "b", category="Belts"),
        buy("2025-06-11", "75.00", "c", category="Gloves"),
        compute("12.00", "6.00"),
    ),
    # a second computation of the same day adds nothing
    case("once is enough", *THREE, buy("2025-06-01", "100.00"), compute("8.00"), compute(), compute(as_of=None)),
]
