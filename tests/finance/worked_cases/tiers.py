"""Tiers: 4, 6 and 8 % from 0, 200 and 400 of revenue; 1.00 and 2.00 from the first and the second order."""

from typing import Any

from tests.finance.worked_cases.steps import Bought, agreed, back, buy, case, clicks, compute, tiered

RATES = (("0", "0.04"), ("200", "0.06"), ("400", "0.08"))
ORDERS = (("0", "1.00"), ("2", "2.00"))
CLICKS = (("0", "0.10"), ("100", "0.20"))


def revenue(convention: str, **more: Any) -> dict[str, Any]:
    return tiered("revenue_share", convention, *RATES, **more)


def each(price: str, number: int) -> list[Bought]:
    return [buy(f"2025-06-{day:02}", price, f"{day}") for day in range(1, number + 1)]


def over(first: str, second: str) -> list[Bought]:
    return [buy(first, "300.00"), buy(second, "300.00", "b")]


CASES = [
    # 200 * 4 % = 8 + 200 * 6 % = 12 + 100 * 8 % = 8
    case("marginal", agreed(revenue("marginal")), *each("100.00", 5), compute("28.00")),
    # 500 * 8 % = 40
    case("all units", agreed(revenue("all_units")), *each("100.00", 5), compute("40.00")),
    # totals 100, 200, 300, 400, 500: 4 + 6 + 6 + 8 + 8
    case("reached", agreed(revenue("reached")), *each("100.00", 5), compute("32.00")),
    # 200 * 4 % = 8 + 200 * 6 % = 12 + 100 * 8 % = 8
    case("marginal, one large order", agreed(revenue("marginal")), buy("2025-06-01", "500.00"), compute("28.00")),
    # 500 * 8 % = 40
    case("all units, one large order", agreed(revenue("all_units")), buy("2025-06-01", "500.00"), compute("40.00")),
    # 500 * 8 % = 40
    case("reached, one large order", agreed(revenue("reached")), buy("2025-06-01", "500.00"), compute("40.00")),
    # all of 200 lies below the second tier: 200 * 4 % = 8
    case("marginal, on the edge", agreed(revenue("marginal")), buy("2025-06-01", "200.00"), compute("8.00")),
    # a total of 200 reaches the second tier: 200 * 6 % = 12
    case("all units, on the edge", agreed(revenue("all_units")), buy("2025-06-01", "200.00"), compute("12.00")),
    # 199.99 * 4 % = 7.9996 -> 8.00; the cent that reaches 200 earns 0.01 * 6 % = 0.0006 -> 0.00
    case(
        "reached, a cent below the edge",
        agreed(revenue("reached")),
        buy("2025-06-01", "199.99"),
        compute("8.00"),
        buy("2025-06-02", "0.01", "b"),
        compute(),
    ),
    # 199.99 * 4 % -> 8.00; then 199.99 * 6 % = 11.9994 -> 12.00, 4.00 more; 0.01 * 6 % -> 0.00
    case(
        "all units, a cent below the edge",
        agreed(revenue("all_units")),
        buy("2025-06-01", "199.99"),
        compute("8.00"),
        buy("2025-06-02", "0.01", "b"),
        compute("4.00"),
    ),
    # 4 and 6 for the first two; with the fourth the total is 400: 32 in all; a fifth 8: 40
    case(
        "all units, raised after payment",
        agreed(revenue("all_units")),
        *each("100.00", 3),
        compute("18.00"),  # 300 * 6 %
        buy("2025-06-20", "100.00", "d"),
        compute("14.00"),  # 400 * 8 % = 32, less 18
        buy("2025-06-21", "100.00", "e"),
        compute("8.00"),
    ),
    # each month 200 * 4 % + 100 * 6 % = 14
    case(
        "months", agreed(revenue("marginal", tier_period="month")), *over("2025-01-31", "2025-02-01"), compute("28.00")
    ),
    # 600: 8 + 12 + 200 * 8 % = 16
    case(
        "a month", agreed(revenue("marginal", tier_period="month")), *over("2025-01-01", "2025-01-31"), compute("36.00")
    ),
    # each quarter 14
    case(
        "quarters",
        agreed(revenue("marginal", tier_period="quarter")),
        *over("2025-03-31", "2025-04-01"),
        compute("28.00"),
    ),
    # 600 in one quarter: 36
    case(
        "a quarter",
        agreed(revenue("marginal", tier_period="quarter")),
        *over("2025-01-01", "2025-03-31"),
        compute("36.00"),
    ),
    # each year 14
    case("years", agreed(revenue("marginal", tier_period="year")), *over("2024-12-31", "2025-01-01"), compute("28.00")),
    # 600 in one campaign: 36
    case("a campaign", agreed(revenue("marginal")), *over("2024-12-31", "2025-01-01"), compute("36.00")),
    # 300 a month, each wholly at 6 %: 18 + 18
    case(
        "all units by month",
        agreed(revenue("all_units", tier_period="month")),
        *over("2025-01-31", "2025-02-01"),
        compute("36.00"),
    ),
    # two at 1.00, three at 2.00
    case("marginal orders", agreed(tiered("per_order", "marginal", *ORDERS)), *each("9.00", 5), compute("8.00")),
    # five at 2.00
    case("all orders", agreed(tiered("per_order", "all_units", *ORDERS)), *each("9.00", 5), compute("10.00")),
    # the second is the one that reaches 2: 1.00 + 4 * 2.00
    case("orders reached", agreed(tiered("per_order", "reached", *ORDERS)), *each("9.00", 5), compute("9.00")),
    # two at 5.00, then two at 3.00
    case(
        "a rate that falls",
        agreed(tiered("per_order", "marginal", ("0", "5"), ("2", "3"))),
        *each("9.00", 4),
        compute("16.00"),
    ),
    # 100 * 0.10 + 50 * 0.20
    case(
        "marginal clicks", agreed(tiered("per_click", "marginal", *CLICKS)), clicks("2025-06-01", 150), compute("20.00")
    ),
    # 80 * 0.10 = 8; with 80 more all 160 * 0.20 = 32, 24 more
    case(
        "all clicks",
        agreed(tiered("per_click", "all_units", *CLICKS)),
        clicks("2025-06-01", 80),
        compute("8.00"),
        clicks("2025-06-02", 80),
        compute("24.00"),
    ),
    # a 200 * 4 % = 8, taken back; b 200 begins at 0 again: 8
    case(
        "a return lowers the total",
        agreed(revenue("marginal")),
        buy("2025-06-01", "200.00"),
        compute("8.00"),
        back("2025-06-03"),
        compute(leaves="-8.00"),
        buy("2025-06-05", "200.00", "b"),
        compute(),  # -8 + 8
    ),
    # a, b: 200 * 6 % = 12; b back: 6 stays of a, though the total is 100; c: a total of 150 earns 50 * 4 % = 2
    case(
        "a tier once reached takes nothing back",
        agreed(revenue("all_units")),
        *each("100.00", 2),
        compute("12.00"),
        back("2025-06-03", "2"),
        compute(leaves="-6.00"),
        buy("2025-06-05", "50.00", "c"),
        compute(leaves="-4.00"),
    ),
    # a 100 at 4 %, half returned: 2 stays and 50 count; b 150 brings 200: all at 6 %: b 9, a 6 of which half, 3
    case(
        "half of a rise goes with half of the goods",
        agreed(revenue("all_units")),
        buy("2025-06-01", "50.00", quantity=2),
        back("2025-06-02"),
        compute("2.00"),
        buy("2025-06-03", "150.00", "b"),
        compute("10.00"),  # 9 + 3 - 2
    ),
    # 200 * 4 % + 100 * 6 % = 14; half of it back: 7
    case(
        "a return of a purchase across tiers",
        agreed(revenue("marginal")),
        buy("2025-06-01", "150.00", quantity=2),
        back("2025-06-02"),
        compute("7.00"),
    ),
]
