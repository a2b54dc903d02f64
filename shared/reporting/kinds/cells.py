"""From a service's answer to rows: where a column finds its value, and what type the value has in a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from shared.analytics.metrics import BY_SLUG, Unit
from shared.reporting.document import Column, Format, Row

FORMATS = {Unit.COUNT: Format.INTEGER, Unit.MONEY: Format.MONEY, Unit.RATIO: Format.RATIO, Unit.RATING: Format.DECIMAL}


def metric_columns(slugs: Iterable[str], within: str = "metrics") -> tuple[Column, ...]:
    """Columns of the catalogue's metrics, found under `within` in an item."""
    return tuple(metric_column(slug, within) for slug in slugs)


def metric_column(slug: str, within: str = "metrics") -> Column:
    metric = BY_SLUG[slug]
    return Column(slug, metric.label, format=FORMATS[metric.unit], at=f"{within}.{slug}")


def formulas_of(slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Label and formula of each metric, once."""
    return [(BY_SLUG[slug].label, BY_SLUG[slug].formula) for slug in dict.fromkeys(slugs)]


def row_of(item: Any, columns: Sequence[Column]) -> Row:
    return {column.key: typed(found(item, column.at or column.key), _in_row(column, item)) for column in columns}


def _in_row(column: Column, item: Any) -> Column:
    return column.of({column.unit_from: found(item, column.unit_from)}) if column.unit_from else column


def found(item: Any, path: str) -> Any:
    """The value at a dotted path through attributes and keys; None where the path ends early."""
    for name in path.split("."):
        if item is None:
            return None
        item = item.get(name) if isinstance(item, Mapping) else getattr(item, name)
    return item


def typed(value: Any, column: Column) -> object:
    """The value as documents hold it: money exact, days as days. JSON's text of either is read back."""
    return None if value is None else _READERS.get(column.format, _text)(value)


def summed(rows: Sequence[Row], keys: Iterable[str]) -> Row:
    """Sums of columns of exact numbers; what is unknown adds nothing."""
    return {key: sum((row[key] for row in rows if row.get(key) is not None), start=0) for key in keys}  # type: ignore[misc]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple):
        return " ".join(_text(each) for each in value)
    return str(value)


def _count(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


_READERS: dict[Format, Callable[[Any], object]] = {
    Format.MONEY: lambda value: value if isinstance(value, Decimal) else Decimal(str(value)),
    Format.INTEGER: _count,
    Format.RATIO: float,
    Format.DECIMAL: float,
    Format.DAY: lambda value: value if isinstance(value, date) else date.fromisoformat(value),
    Format.INSTANT: lambda value: value if isinstance(value, datetime) else datetime.fromisoformat(value),
}
