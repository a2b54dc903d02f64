"""Conversions that several campaigns share: hats are shown in A and B, scarves in A, B and C."""

from tests.finance.worked_cases.steps import Bought, agreed, back, buy, case, click, clicks, compute, order, share

DAY = "2025-06-01"
TENTH = [agreed(share("0.10"), campaign=campaign) for campaign in ("A", "B")]
CLICKS = [agreed(click("0.10"), campaign=campaign) for campaign in ("A", "B")]


def hat(price: str, day: str = DAY, *, quantity: int = 1) -> Bought:
    return buy(day, price, quantity=quantity, category="Hats")


CASES = [
    # 100.01 = 50.00 + 50.01; 5.00 and 5.001 -> 5.00
    case("halves of revenue", *TENTH, hat("100.01"), compute("5.00", "5.00")),
    # B agreed to nothing: 100 * 10 %
    case("who has no terms shares nothing", TENTH[0], hat("100.00"), compute("10.00")),
    # half of 100 each: 50 * 10 %, 50 * 20 %
    case(
        "each by its own rate",
        TENTH[0],
        agreed(share("0.20"), campaign="B"),
        hat("100.00"),
        compute("10.00", "5.00"),
    ),
    # half an order: 3.00 / 2
    case(
        "halves of an order",
        *(agreed(order("3.00"), campaign=campaign) for campaign in ("A", "B")),
        hat("100.00"),
        compute("1.50", "1.50"),
    ),
    # 0.333333, 0.333333 and 0.333334 of an order -> 0.33 each
    case(
        "thirds of an order",
        *(agreed(order("1.00"), campaign=campaign) for campaign in ("A", "B", "C")),
        buy(DAY, "9.00", category="Scarves"),
        compute("0.33", "0.33", "0.33"),
    ),
    # a cent is nothing for A and all of it for B
    case(
        "a cent is not split",
        *(agreed(share("1"), campaign=campaign) for campaign in ("A", "B")),
        hat("0.01"),
        compute("0.01"),
    ),
    # 31 May: all for A; 1 June: half
    case(
        "shared from the day of the second terms",
        TENTH[0],
        agreed(share("0.10"), campaign="B", since=DAY),
        buy("2025-05-31", "100.00", "b", category="Hats"),
        hat("100.00"),
        compute("15.00", "5.00"),
    ),
    # each earned 50 * 10 % = 5; half of it back
    case(
        "a return takes from each",
        *TENTH,
        hat("50.00", quantity=2),
        compute("5.00", "5.00"),
        back("2025-06-10"),
        compute(leaves="-5.00"),
    ),
    # A earned the whole of it before B had terms
    case("what is shared once stays so", TENTH[0], hat("100.00"), compute("10.00"), TENTH[1], compute()),
    # 100 * 0.10 for the only campaign that pays for clicks
    case("clicks of no campaign", CLICKS[0], TENTH[1], clicks(DAY, 100, None), compute("10.00")),
    # nobody can say whose they are
    case("clicks of no campaign, two that pay", *CLICKS, clicks(DAY, 100, None), compute()),
    # those of B are B's
    case("clicks of a campaign", *CLICKS, clicks(DAY, 100, "B"), clicks(DAY, 30), compute("10.00", "3.00")),
]
