"""What goes into an account and what comes out of it."""

from datetime import date
from typing import NamedTuple

from shared.finance.kinds import Basis, Entry


class Conversion(NamedTuple):
    """A purchase's part, or a day's clicks. `base` is the campaign's part: cents of revenue, or millionths of a count.

    `key` is the purchase_id, 0 for clicks. `category` is the product's; `first` whether it is the customer's first
    purchase. Clicks have neither.
    """

    basis: Basis
    key: int
    day: date
    base: int
    category: str | None = None
    first: bool = False
    part: int = 1
    parts: int = 1


class Earned(NamedTuple):
    """A line to be written; `rate_micros` is null for a fixed fee.

    A tier adjustment is of an earlier conversion, which `key` (for clicks `day`) names: it raises what that one earned
    to `rate_micros`. Its base is 0, so that bases of lines add up to what was sold.
    """

    component: int
    entry: Entry
    key: int
    day: date
    base: int
    rate_micros: int | None
    amount_cents: int
    reason: str | None
    part: int
    parts: int
    basis: Basis


class Sum(NamedTuple):
    """The stored lines of one component in one month (`day` is any of its days), whatever their entry or version.

    `base` is in cents for revenue_share and in millionths otherwise. Reversals and corrections count in it, in the
    month of their own `occurred_on`.
    """

    component: int
    basis: Basis
    day: date
    base: int
    amount_cents: int


class Raisable(NamedTuple):
    """An earlier conversion of this version under an all_units component, at the greatest rate of its lines.

    `base` is what it sold, corrections included, returns not: an adjustment is of the whole, and what came back is
    taken off it as off the rest. A conversion that came back wholly need not be given.
    """

    component: int
    key: int
    day: date
    base: int
    rate_micros: int
    part: int = 1
    parts: int = 1
