"""Paths of touches, cut out of the touches of customers in their order.

A path is a stretch of one customer's touches, so none is ever copied by the database: it hands over the touches in
order, and the stretches are found by binary search.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shared.analytics.attribution.catalogue import MICRO

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

DIRECT = 0  # the code of no channel
UNKNOWN = 1  # the code of all channels that name no influencer
FIRST_CODE = 2  # of the influencers, in the order of their ids


@dataclass(frozen=True)
class Touches:
    """One element per customer, moment and channel, ordered by customer and moment.

    A moment is twice the day's number, plus one for a purchase: of what is known of a day only, registering and liking
    come before buying. `micro` counts the conversions in millionths (0: a touch only), `cents` their net revenue.
    """

    customer: Ints
    moment: Ints
    code: Ints
    micro: Ints
    cents: Ints

    def __len__(self) -> int:
        return len(self.customer)

    def part(self, first: int, last: int) -> Self:
        """Return the elements from `first` up to, but without, `last`."""
        columns = (self.customer, self.moment, self.code, self.micro, self.cents)
        return type(self)(*(column[first:last] for column in columns))


@dataclass(frozen=True)
class Paths:
    """Codes and ages (days before the path's end) of all touches, path after path; one length and weight per path.

    Every path has one touch at least.
    """

    length: Ints
    code: Ints
    age: Floats
    micro: Ints
    cents: Ints

    def __len__(self) -> int:
        return len(self.length)

    @cached_property
    def last(self) -> Ints:
        """Return where in `code` the last touch of each path is."""
        return np.cumsum(self.length) - 1

    @cached_property
    def first(self) -> Ints:
        return self.last - self.length + 1

    @cached_property
    def path(self) -> Ints:
        """Return for each touch the number of its path."""
        return np.repeat(np.arange(len(self)), self.length)


def encode(channel: Ints, influencers: Ints, direct: int) -> Ints:
    """Return the codes of channels; `influencers` are all ids in order."""
    place = np.searchsorted(influencers, channel)
    known = np.zeros(len(channel), bool)
    inside = place < len(influencers)
    known[inside] = influencers[place[inside]] == channel[inside]
    return np.where(channel == direct, DIRECT, np.where(known, place + FIRST_CODE, UNKNOWN))


class Journeys:
    """The touches of whole customers, and the paths in them."""

    def __init__(self, touches: Touches, lookback: int) -> None:
        """Take touches of at least one customer; `lookback` is in days."""
        self._touches = touches
        self._reach = 2 * lookback
        changes = np.diff(touches.customer, prepend=touches.customer[:1]) != 0
        self._customer = np.cumsum(changes)
        moment = touches.moment - touches.moment.min()
        # Customers lie so far apart that no lookback reaches from one into another.
        self._key = self._customer * (moment.max() + self._reach + 3) + moment
        self._seen = np.flatnonzero(touches.code != DIRECT)

    def converting(self) -> Paths:
        """Return a path for each purchase: what was seen within the lookback before it, its own channel last.

        Other purchases of the same day are not before it: nobody knows their order.
        """
        bought = np.flatnonzero(self._touches.micro > 0)
        own = self._key[bought]
        return self._cut((own - 1 - self._reach, own), bought, own_too=True)

    def without_purchase(self, since: int) -> Paths:
        """Return a path for each customer who bought nothing, but whose last touch is at `since` or later.

        It ends with that touch and counts as one conversion's weight.
        """
        has = np.bincount(self._customer, weights=self._touches.micro)
        last = np.flatnonzero(np.diff(self._customer, append=self._customer[-1:] + 1))
        idle = last[(has == 0) & (self._touches.moment[last] >= since)]
        key, odd = self._key[idle], self._touches.moment[idle] % 2
        paths = self._cut((key - odd - self._reach, key + 1), idle, own_too=False)
        return Paths(paths.length, paths.code, paths.age, np.full(len(idle), MICRO), np.zeros(len(idle), np.int64))

    def _cut(self, reach: tuple[Ints, Ints], at: Ints, *, own_too: bool) -> Paths:
        """Cut out what was seen between two keys for each element of `at`; direct stands only where nothing else is."""
        touches, keys = self._touches, self._key[self._seen]
        start, end = (np.searchsorted(keys, each) for each in reach)
        before = end - start
        own = own_too & (touches.code[at] != DIRECT)
        length = before + (own | (before == 0))
        done = np.cumsum(length)
        from_, into = _stretches(start, before), _stretches(done - length, before)
        seen = self._seen[from_]
        day = touches.moment // 2
        code, age = np.empty(length.sum(), np.int64), np.zeros(length.sum())
        code[into] = touches.code[seen]
        age[into] = np.repeat(day[at], before) - day[seen]
        added = length > before
        code[done[added] - 1] = touches.code[at][added] if own_too else DIRECT
        return Paths(length, code, age, touches.micro[at], touches.cents[at])


def _stretches(start: Ints, length: Ints) -> Ints:
    """Return start, start + 1, … for each stretch, one after another."""
    done = np.cumsum(length)
    return np.arange(done[-1] if len(done) else 0) + np.repeat(start - done + length, length)
