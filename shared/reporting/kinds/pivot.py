"""Long rows turned so that one dimension becomes columns: the first few of its values, and the others together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from shared.reporting import wording
from shared.reporting.document import Column, Row

MOST = 6
OTHER = "Other"


def turned(
    rows: Sequence[Row], category: Column, across: Column, value: Column
) -> tuple[list[dict[str, Any]], list[Column]]:
    """Return a row for each value of `category` and a column for each of the largest values of `across`.

    Sums only: `value` must be an amount. Rows keep their order; what has no value adds nothing.
    """
    sums: dict[str, Decimal] = {}
    for row in rows:
        name = wording.as_text(row[across.key], across)
        sums[name] = sums.get(name, Decimal(0)) + _amount(row[value.key])
    first = sorted(sums, key=lambda name: (-sums[name], name))[:MOST]
    keys = {name: f"c{number}" for number, name in enumerate(first)}
    found: dict[object, dict[str, Any]] = {}
    for row in rows:
        point = found.setdefault(row[category.key], {category.key: row[category.key]})
        key = keys.get(wording.as_text(row[across.key], across), "rest")
        point[key] = point.get(key, Decimal(0)) + _amount(row[value.key])
    columns = [Column(key, name, value.unit, value.format) for name, key in keys.items()]
    rest = [Column("rest", OTHER, value.unit, value.format, is_rest=True)] if len(sums) > MOST else []
    return list(found.values()), [*columns, *rest]


def _amount(value: object) -> Decimal:
    return Decimal(0) if wording.is_absent(value) else wording.exact(value)
