"""What has to be added to the lines of a purchase, or a day's clicks, so that they are what they should be. Pure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from shared.finance.conversions.ledger import Standing
from shared.finance.earning import amount_of, half_up, remaining
from shared.finance.earning.arithmetic import DIVISORS
from shared.finance.kinds import Entry

type Cap = Callable[[int], tuple[int, str | None]]  # what caps leave of a rise in cents, and why it is less


class Change(NamedTuple):
    entry: Entry
    base: int
    rate: int | None
    cents: int
    reason: str | None


def worth(standing: Standing, base: int) -> int:
    """Return what so much earns by the rates that its lines froze; each line's rate by its share of the base."""
    if standing.raised or not standing.first_base:
        return amount_of(standing.basis, base, standing.rate)
    return half_up(standing.nominal * base, standing.first_base * DIVISORS[standing.basis])


def changed(standing: Standing, due: int) -> int:
    """Return what should be earned where the base is now `due`; what a cap cut is not made up for by a greater base."""
    is_cut = standing.earned < worth(standing, standing.base) - standing.lines
    return min(standing.earned, worth(standing, due)) if is_cut else worth(standing, due)


def settle(standing: Standing, due: int, *, is_theirs: bool, cap: Cap) -> Iterator[Change]:
    """Yield what is missing, and note it in `standing`.

    Args:
        standing: how the lines stand.
        due: what its base should be now, returns apart: cents or millionths.
        is_theirs: False where all of it is taken back.
        cap: what caps leave of a rise.
    """
    if not is_theirs:
        yield from _take_back(standing)
        return
    if due != standing.base:
        yield _corrected(standing, due, cap)
    yield from settle_returns(standing)


def settle_returns(standing: Standing) -> Iterator[Change]:
    """Yield the line that leaves of what was earned the part that was not returned, if it is not there already."""
    quantity, returned = standing.quantity, standing.returned
    cents = remaining(standing.earned, quantity, returned) - standing.earned - standing.taken
    base = remaining(standing.base, quantity, returned) - standing.base - standing.base_taken
    if cents or base:
        standing.taken += cents
        standing.base_taken += base
        yield Change(Entry.REVERSAL, base, _rate(standing), cents, _why(standing))


def _why(standing: Standing) -> str:
    if standing.cancelled:
        return "The sale was cancelled."
    if not standing.returned:
        return "Nothing of it is returned any more."
    return f"{standing.returned} of {standing.quantity} returned."


def _corrected(standing: Standing, due: int, cap: Cap) -> Change:
    cents, reason = changed(standing, due) - standing.earned, "The sale was changed since."
    if standing.key == 0:
        reason = "The clicks were reported anew."
    if cents > 0:
        cents, cut = cap(cents)
        reason = f"{reason} {cut}" if cut else reason
    change = Change(Entry.CORRECTION, due - standing.base, _rate(standing), cents, reason)
    standing.earned += cents
    standing.base = due
    return change


def _take_back(standing: Standing) -> Iterator[Change]:
    reason = "The sale is no longer this influencer's."
    if standing.earned or standing.base:
        yield Change(Entry.CORRECTION, -standing.base, _rate(standing), -standing.earned, reason)
    if standing.taken or standing.base_taken:
        yield Change(Entry.REVERSAL, -standing.base_taken, _rate(standing), -standing.taken, reason)
    standing.earned = standing.taken = standing.base = standing.base_taken = 0


def _rate(standing: Standing) -> int:
    if standing.raised or not standing.first_base:
        return standing.rate
    return half_up(standing.nominal, standing.first_base)
