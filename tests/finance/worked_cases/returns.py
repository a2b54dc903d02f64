"""What comes back, is cancelled or turns out to be wrong."""

from tests.finance.worked_cases.steps import (
    agreed,
    back,
    buy,
    cancel,
    case,
    change,
    click,
    clicks,
    compute,
    order,
    share,
)

DAY = "2025-06-01"
EIGHT = agreed(share("0.08"))
HELD = agreed(share("0.08"), holding=30)

CASES = [
    # nothing was earned, so nothing is taken back
    case("returned before it was computed", EIGHT, buy(DAY, "100.00"), back("2025-06-02"), compute()),
    # 100 * 8 % = 8; a quarter back: 6
    case("partly returned before", EIGHT, buy(DAY, "25.00", quantity=4), back("2025-06-02"), compute("6.00")),
    # 8 - 8
    case(
        "returned before it was payable",
        HELD,
        buy(DAY, "100.00"),
        compute(leaves="8.00", as_of="2025-06-20"),
        back("2025-06-25"),
        compute(as_of="2025-07-01"),
    ),
    # 8, half of it back
    case(
        "half returned before it was payable",
        HELD,
        buy(DAY, "50.00", quantity=2),
        compute(leaves="8.00", as_of="2025-06-20"),
        back("2025-06-25"),
        compute("4.00", as_of="2025-07-01"),
    ),
    # 9.99 * 10 % = 0.999 -> 1.00; left 2/3 -> 0.67, 1/3 -> 0.33, 0
    case(
        "thirds do not drift",
        agreed(share("0.10")),
        buy(DAY, "3.33", quantity=3),
        compute("1.00"),
        back("2025-06-02"),
        compute(leaves="-0.33"),
        back("2025-06-03"),
        compute(leaves="-0.67"),
        back("2025-06-04"),
        compute(leaves="-1.00"),
    ),
    # 8 was paid and came back; 150 * 8 % = 12 - 8
    case(
        "the next payment is less",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        back("2025-06-10"),
        compute(leaves="-8.00"),
        buy("2025-06-11", "150.00", "b"),
        compute("4.00"),
    ),
    # 4 - 8 = -4; then 10 - 4
    case(
        "what is below zero is carried forward",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        back("2025-06-10"),
        buy("2025-06-11", "50.00", "b"),
        compute(leaves="-4.00"),
        buy("2025-06-12", "125.00", "c"),
        compute("6.00"),
    ),
    # 100.13 * 8 % = 8.0104 -> 8.01 - 8
    case(
        "a cent above zero is paid",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        back("2025-06-10"),
        buy("2025-06-11", "100.13", "b"),
        compute("0.01"),
    ),
    # 4 of 8 were paid, half having come back; the other half takes 4
    case(
        "one half before and one after payment",
        EIGHT,
        buy(DAY, "50.00", quantity=2),
        back("2025-06-02"),
        compute("4.00"),
        back("2025-06-03"),
        compute(leaves="-4.00"),
    ),
    # never delivered
    case("cancelled before it was computed", EIGHT, buy(DAY, "100.00"), cancel(), compute()),
    # a cancellation has no day of its own: it counts today
    case(
        "cancelled after payment",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        cancel(),
        compute(leaves="-8.00", as_of=None),
    ),
    # 8 - 8
    case(
        "cancelled before it was payable",
        agreed(share("0.08"), holding=365),
        buy(DAY, "100.00"),
        compute(leaves="8.00"),
        cancel(),
        compute(as_of=None),
    ),
    # 2.00 * 3/4
    case(
        "an order partly returned",
        agreed(order("2.00")),
        buy(DAY, "9.00", quantity=4),
        back("2025-06-02"),
        compute("1.50"),
    ),
    # 100 * 8 % = 8 and 2.00; half of both
    case(
        "a return takes from each basis",
        agreed(share("0.08"), order("2.00")),
        buy(DAY, "50.00", quantity=2),
        compute("10.00"),
        back("2025-06-10"),
        compute(leaves="-5.00"),
    ),
    # 80 * 8 % = 6.40
    case(
        "a price corrected before payment",
        HELD,
        buy(DAY, "100.00"),
        compute(leaves="8.00", as_of="2025-06-20"),
        change(unit_price="80.00"),
        compute("6.40", as_of="2025-07-01"),
    ),
    # 120 * 8 % = 9.60 - 8
    case(
        "a price corrected after payment",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        change(unit_price="120.00"),
        compute("1.60"),
    ),
    # 3 * 50 * 8 % = 12 - 8
    case(
        "a quantity corrected",
        EIGHT,
        buy(DAY, "50.00", quantity=2),
        compute("8.00"),
        change(quantity=3),
        compute("4.00"),
    ),
    # 2 * 60 * 8 % = 9.60, half of it
    case(
        "a price corrected of what half came back",
        HELD,
        buy(DAY, "50.00", quantity=2),
        compute(leaves="8.00", as_of="2025-06-20"),
        back("2025-06-21"),
        change(unit_price="60.00"),
        compute("4.80", as_of="2025-07-01"),
    ),
    # 5.00 * 2.9 % -> 0.15; 5.10 * 2.9 % = 0.1479 -> 0.15: nothing to add
    case(
        "a correction that rounds away",
        agreed(share("0.029")),
        buy(DAY, "5.00"),
        compute("0.15"),
        change(unit_price="5.10"),
        compute(),
    ),
    # it came through nobody after all
    case(
        "a sale that was not theirs",
        EIGHT,
        buy(DAY, "100.00"),
        compute("8.00"),
        change(channel=-1),
        compute(leaves="-8.00"),
    ),
    # 100 * 0.10; 30 more
    case(
        "more clicks reported later",
        agreed(click("0.10")),
        clicks(DAY, 100),
        compute("10.00"),
        clicks(DAY, 130),
        compute("3.00"),
    ),
    # 100 * 0.10; 30 fewer
    case(
        "fewer clicks reported later",
        agreed(click("0.10")),
        clicks(DAY, 100),
        compute("10.00"),
        clicks(DAY, 70),
        compute(leaves="-3.00"),
    ),
]
