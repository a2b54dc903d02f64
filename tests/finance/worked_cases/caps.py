"""Caps of a component and of all together."""

from tests.finance.worked_cases.steps import agreed, back, buy, capped, case, compute, fee, order, share, tiered

MONTHLY = share("0.08", cap=capped("20.00", "month"))

CASES = [
    # 200 * 8 % = 16; 100 * 8 % = 8, of which 4; then nothing
    case(
        "a cap cuts the line that passes it",
        agreed(MONTHLY),
        *(buy("2025-06-01", price, price) for price in ("200.00", "100.00", "50.00")),
        compute("20.00"),
    ),
    # 250 * 8 % = 20, exactly the cap
    case("a cap that is met", agreed(MONTHLY), buy("2025-06-01", "250.00"), compute("20.00")),
    # 250.13 * 8 % = 20.0104 -> 20.01, a cent too much
    case("a cent above the cap", agreed(MONTHLY), buy("2025-06-01", "250.13"), compute("20.00")),
    # 20 in June, 24 -> 20 in July
    case(
        "each month has room of its own",
        agreed(MONTHLY),
        buy("2025-06-30", "300.00"),
        buy("2025-07-01", "300.00", "b"),
        compute("40.00"),
    ),
    # 24 -> 20, and nothing in another year
    case(
        "a cap for the campaign",
        agreed(share("0.08", cap=capped("20.00", "campaign"))),
        buy("2024-06-30", "300.00"),
        buy("2025-07-01", "300.00", "b"),
        compute("20.00"),
    ),
    # fee 15 and share 8: 23 -> 20
    case(
        "a cap on all",
        agreed(fee("15.00", due_on="2025-06-01"), share("0.08"), cap=capped("20.00", "year")),
        buy("2025-06-02", "100.00"),
        compute("20.00"),
    ),
    # share 24 -> 20 by its own cap; orders 2 * 3 = 6, of which 5 by the cap on all
    case(
        "a cap within a cap",
        agreed(MONTHLY, order("3.00"), cap=capped("25.00", "month")),
        buy("2025-06-01", "300.00"),
        buy("2025-06-02", "0.00", "b"),
        compute("25.00"),
    ),
    # a 16, b 8 -> 4; a half back: 8 of 16, room for 8; c 8
    case(
        "a reversal gives room again",
        agreed(MONTHLY),
        buy("2025-06-01", "100.00", quantity=2),
        buy("2025-06-02", "100.00", "b"),
        compute("20.00"),
        back("2025-06-10"),
        compute(leaves="-8.00"),
        buy("2025-06-11", "200.00", "c"),
        compute(),  # 16 -> 8, and -8
    ),
    # b earned 4 of its 8; half of b back: half of the 4 = 2
    case(
        "a return takes its share of what the cap left",
        agreed(MONTHLY),
        buy("2025-06-01", "200.00"),
        buy("2025-06-02", "50.00", "b", quantity=2),
        compute("20.00"),
        back("2025-06-10", "b"),
        compute(leaves="-2.00"),
    ),
    # 100 at 4 % = 4; the second makes it 200 * 6 % = 12, of which the cap leaves 10
    case(
        "a cap cuts a rise",
        agreed(
            tiered("revenue_share", "all_units", ("0", "0.04"), ("200", "0.06"), cap=capped("10.00", "campaign")),
        ),
        buy("2025-06-01", "100.00"),
        buy("2025-06-02", "100.00", "b"),
        compute("10.00"),
    ),
]
