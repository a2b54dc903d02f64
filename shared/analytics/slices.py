"""Which rows of an ordered list are wanted."""

from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """`worst`: whose return is surely lowest first, by the high end of its interval; by a metric, its other end.

    Of whom too little is known stays at the end.
    """

    BEST = "best"
    WORST = "worst"


@dataclass(frozen=True)
class Slice:
    """`limit` rows (all, when None) after the first `offset`."""

    limit: int | None = None
    offset: int = 0
    order: Order = Order.BEST

    def of[Row](self, rows: list[Row]) -> list[Row]:
        return rows[self.offset :][: self.limit]
