"""What cancellations and returns take back of earlier orders: pure, no I/O."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple


class Event(NamedTuple):
    """An order line with something left of it, or a cancellation.

    `group` is what both must share (product, customer, unit price). `place` is the line within a day of the file
    being read, 0 for what was there before. `identity` is the purchase's id or the cancellation's line.
    """

    group: tuple[object, ...]
    day: object
    place: int
    cancels: bool
    identity: int
    quantity: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    line: int
    purchase_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class NotTakenBack:
    line: int
    bought_before: int


def take_back(events: Iterable[Event]) -> Iterator[TakenBack | NotTakenBack]:
    """Yield what each cancellation takes from which line, or that there was not enough.

    A cancellation takes the latest lines before it first (LIFO), over as many as it needs, all or nothing.

    Args:
        events: sorted as they are declared: by group, day, place, orders before cancellations, identity.
    """
    for _, group in groupby(events, key=lambda event: event.group):
        open_lines: list[Event] = []
        left = 0
        for event in group:
            if not event.cancels:
                open_lines.append(event)
                left += event.quantity
            elif event.quantity > left:
                yield NotTakenBack(event.identity, left)
            else:
                left -= event.quantity
                yield from _taken(open_lines, event)


def _taken(open_lines: list[Event], cancellation: Event) -> Iterator[TakenBack]:
    wanted = cancellation.quantity
    while wanted:
        latest = open_lines.pop()
        part = min(wanted, latest.quantity)
        wanted -= part
        if part < latest.quantity:
            open_lines.append(latest._replace(quantity=latest.quantity - part))
        yield TakenBack(cancellation.identity, latest.identity, part)


class Back(NamedTuple):
    """A line that gives something of an order back; `left` of it is what is there to give back, by the database.

    `before` is what the same return gave back so far. No `quantity` stands for all there is.
    """

    purchase_id: int
    line: int
    left: int
    before: int
    quantity: int | None


@dataclass(frozen=True, slots=True)
class GivenBack:
    line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class NothingLeft:
    line: int
    left: int


def give_back(wanted: Iterable[Back]) -> Iterator[GivenBack | NothingLeft]:
    """Yield what each line gives back, one after the other, or that less is left of the order.

    Args:
        wanted: sorted by order; of one order, what gives back less than before comes first.
    """
    for _, lines in groupby(wanted, key=lambda line: line.purchase_id):
        left: int | None = None
        for line in lines:
            there = (line.left if left is None else left) + line.before
            quantity = there if line.quantity is None else line.quantity
            if 0 < quantity <= there:
                left = there - quantity
                yield GivenBack(line.line, quantity)
            else:
                left = there - line.before
                yield NothingLeft(line.line, left)
