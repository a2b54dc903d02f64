"""What all charts make of rows: names that differ, numbers to draw, days."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from shared.reporting import wording
from shared.reporting.document import Column, Row


class Names:
    """A name for each row, all different: Vega would pile namesakes up on one bar."""

    def __init__(self, category: Column, longest: int = 32) -> None:
        self._category, self._longest = category, longest
        self._seen: Counter[str] = Counter()

    def of(self, row: Row) -> str:
        name = label(row.get(self._category.key), self._category, self._longest)
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} ({self._seen[name]})"


def label(value: object, column: Column, longest: int = 32) -> str:
    """A value as the name of a bar, slice, row or column."""
    return wording.shortened(wording.one_line(wording.as_text(value, column)), longest) or wording.ABSENT


def names_of(rows: Sequence[Row], category: Column, longest: int = 32) -> list[str]:
    names = Names(category, longest)
    return [names.of(row) for row in rows]


def number(value: object) -> float | None:
    """Drawing needs no cents, so Decimals may become floats here and only here."""
    return None if wording.is_absent(value) else float(wording.exact(value))


def day_of(value: object) -> str | None:
    return value.isoformat()[:10] if isinstance(value, date) else None


def shared_measure(values: Sequence[Column]) -> Column:
    """The measure to label a shared axis with: the only one, or the first one's unit under a neutral name.

    Nothing is measured where there is nothing to show.
    """
    if not values:
        return Column("", "")
    first = values[0]
    return first if len(values) == 1 else Column(first.key, "", first.unit, first.format, digits=first.digits)


def from_zero() -> dict[str, Any]:
    return {"scale": {"zero": True}, "stack": None}
