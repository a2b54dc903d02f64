"""How what is due is made into payments. Pure; money in cents."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

MOST = 99_999_999_99  # what payment.amount can hold


@dataclass(frozen=True)
class Balance:
    """What is due of one influencer in one campaign, and the least that is paid out under its terms."""

    campaign_id: int
    cents: int
    minimum: int = 0


@dataclass(frozen=True)
class Planned:
    """A payment for one campaign that takes the lines of others with it, to offset what they take back."""

    campaign_id: int
    cents: int
    merged: tuple[int, ...] = ()

    @property
    def campaigns(self) -> tuple[int, ...]:
        return (self.campaign_id, *self.merged)


def plan(balances: Iterable[Balance], chosen: Collection[int] | None = None) -> list[Planned]:
    """Return the payments of one influencer, the greatest first.

    A balance above zero that reaches its minimum is a payment. What is below zero goes, all of it, into the greatest
    one, which takes the next greatest with it until it is above zero and reaches its own minimum again; if all together
    do not, none is paid. What is in no payment is carried forward.

    Args:
        balances: of all campaigns, also of those not chosen: they may have something to offset.
        chosen: the campaigns for which to pay; None for all.
    """
    known = sorted(balances, key=lambda one: (-one.cents, one.campaign_id))
    payable = [
        one
        for one in known
        if one.cents > 0 and one.cents >= one.minimum and (chosen is None or one.campaign_id in chosen)
    ]
    negative = [one for one in reversed(known) if one.cents < 0]
    if not (payable and negative):
        return [Planned(one.campaign_id, one.cents) for one in payable]
    first, *others = payable
    paid = Planned(first.campaign_id, first.cents, tuple(one.campaign_id for one in negative))
    paid = replace(paid, cents=first.cents + sum(one.cents for one in negative))
    while others and paid.cents < max(1, first.minimum):
        other = others.pop(0)
        paid = Planned(first.campaign_id, paid.cents + other.cents, (*paid.merged, other.campaign_id))
    if paid.cents < max(1, first.minimum):
        return []
    return [paid, *(Planned(one.campaign_id, one.cents) for one in others)]


def split(lines: Sequence[tuple[int, int]], most: int = MOST) -> Iterator[tuple[int, list[int]]]:
    """Yield sums of at most `most`, each above zero, and the lines (id, cents) they are made of.

    What is taken back goes into the first. A line that is more than `most` by itself stays open.
    """
    cents = 0
    taken: list[int] = []
    for line_id, amount in sorted(lines, key=lambda line: (line[1] > 0, line[0])):
        if amount > most:
            continue
        if cents + amount > most:
            yield cents, taken
            cents, taken = 0, []
        cents += amount
        taken.append(line_id)
    if cents > 0:
        yield cents, taken
