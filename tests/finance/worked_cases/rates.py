"""Rates, rounding, fees, and which component pays."""

from tests.finance.worked_cases.steps import (
    agreed,
    buy,
    cancel,
    case,
    click,
    clicks,
    compute,
    deliver,
    fee,
    order,
    share,
)

DAY, NEXT = "2025-06-01", "2025-06-02"

CASES = [
    # 100.00 * 8 % = 8.00
    case("share of revenue", agreed(share("0.08")), buy(DAY, "100.00"), compute("8.00")),
    # 5.00 * 2.9 % = 0.145 -> 0.15
    case("half a cent rounds up", agreed(share("0.029")), buy(DAY, "5.00"), compute("0.15")),
    # twice 0.145 -> twice 0.15 = 0.30, where 10.00 * 2.9 % would be 0.29
    case("each line rounds", agreed(share("0.029")), buy(DAY, "5.00"), buy(DAY, "5.00", "b"), compute("0.30")),
    # 4.99 * 2.9 % = 0.14471 -> 0.14
    case("less than half a cent rounds down", agreed(share("0.029")), buy(DAY, "4.99"), compute("0.14")),
    # 0.06 * 8 % = 0.0048 -> 0.00, and nothing is no payment
    case("what rounds to nothing is not paid", agreed(share("0.08")), buy(DAY, "0.06"), compute()),
    # 3 * 19.99 = 59.97; * 7.5 % = 4.49775 -> 4.50
    case("quantity times price", agreed(share("0.075")), buy(DAY, "19.99", quantity=3), compute("4.50")),
    # 1234.56 * 12.3456 % = 152.41384... -> 152.41
    case("a rate of six places", agreed(share("0.123456")), buy(DAY, "1234.56"), compute("152.41")),
    # 3 order lines * 2.50 = 7.50; a quantity of 4 is one order
    case(
        "money per order",
        agreed(order("2.50")),
        *(buy(DAY, "10.00", what, quantity=quantity) for what, quantity in (("a", 4), ("b", 1), ("c", 1))),
        compute("7.50"),
    ),
    # 0.00 * 8 % = 0.00; 1 * 1.50 = 1.50
    case("a free product is an order", agreed(share("0.08"), order("1.50")), buy(DAY, "0.00"), compute("1.50")),
    # 137 * 0.035 = 4.795 -> 4.80
    case("money per click", agreed(click("0.035")), clicks(DAY, 137), compute("4.80")),
    # 1 * 0.005 = 0.005 -> 0.01 each day; 2 days = 0.02
    case("each day of clicks rounds", agreed(click("0.005")), clicks(DAY, 1), clicks(NEXT, 1), compute("0.02")),
    # due on 1 June with 14 days: not payable on 14 June, payable on 15 June
    case(
        "a fee that is due on a day",
        agreed(fee("250.00", due_on=DAY), holding=14),
        compute(leaves="250.00", as_of="2025-06-14"),
        compute("250.00", as_of="2025-06-15"),
        compute(),
    ),
    # nothing before it is delivered; then 300.00 once
    case(
        "a fee for a deliverable",
        agreed(fee("300.00", deliverable="Reel")),
        compute(),
        deliver(DAY, "Reel"),
        compute("300.00"),
        compute(),
    ),
    # 100.00 + 250.00
    case(
        "two fees",
        agreed(fee("100.00", due_on=DAY), fee("250.00", deliverable="Reel")),
        deliver(NEXT, "Reel"),
        compute("350.00"),
    ),
    # 250.00 + 40 * 0.10 = 4.00 + 1.50 + 100.00 * 8 % = 8.00
    case(
        "all bases at once",
        agreed(fee("250.00", due_on=DAY), click("0.10"), order("1.50"), share("0.08")),
        clicks(DAY, 40),
        buy(DAY, "100.00"),
        compute("263.50"),
    ),
    # bags 100.00 * 10 % = 10.00; shoes 100.00 * 5 % = 5.00
    case(
        "a rate by category, and one for the rest",
        agreed(share("0.10", categories=["Bags"]), share("0.05")),
        buy(DAY, "100.00"),
        buy(DAY, "100.00", "b", category="Shoes"),
        compute("15.00"),
    ),
    # the first row fits both: 2 * 100.00 * 5 % = 10.00
    case(
        "rows are read from the top",
        agreed(share("0.05"), share("0.10", categories=["Bags"])),
        buy(DAY, "100.00"),
        buy(DAY, "100.00", "b", category="Shoes"),
        compute("10.00"),
    ),
    # bags 100.00 * 10 % = 10.00; no row fits shoes
    case(
        "what no row fits earns nothing",
        agreed(share("0.10", categories=["Bags"])),
        buy(DAY, "100.00"),
        buy(DAY, "100.00", "b", category="Shoes"),
        compute("10.00"),
    ),
    # 20.00 for the first, 5.00 each for two later ones
    case(
        "first and repeat orders",
        agreed(order("20.00", customers="first"), order("5.00", customers="repeat")),
        *(buy(day, "10.00", day, who="Anna") for day in (DAY, NEXT, "2025-06-03")),
        compute("30.00"),
    ),
    # both lines of the first day are first: 2 * 20.00
    case(
        "an order of two lines is first in both",
        agreed(order("20.00", customers="first")),
        buy(DAY, "10.00", who="Anna"),
        buy(DAY, "10.00", "b", who="Anna"),
        compute("40.00"),
    ),
    # a was cancelled and earns nothing; b is the first that stands: 20.00
    case(
        "a cancelled order is not the first",
        agreed(order("20.00", customers="first"), order("5.00")),
        buy(DAY, "10.00", who="Anna"),
        cancel(),
        buy(NEXT, "10.00", "b", who="Anna"),
        compute("20.00"),
    ),
    # 100.00 * 3 % = 3.00 of every order, 15.00 more for each first one: 3.00 + 3.00 + 15.00
    case(
        "one component of each basis",
        agreed(share("0.03"), order("15.00", customers="first")),
        buy(DAY, "100.00", who="Anna"),
        buy(NEXT, "100.00", "b", who="Anna"),
        compute("21.00"),
    ),
]
