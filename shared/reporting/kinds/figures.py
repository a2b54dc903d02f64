"""Key figures, and the sentences that a summary is made of; all from what the report shows, none made up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.reporting import wording
from shared.reporting.document import Column, Figure, Row
from shared.reporting.kinds.cells import metric_column, summed, typed
from shared.reporting.kinds.kind import Read


def metric_figures(
    metrics: Mapping[str, Any], slugs: Iterable[str], before: Mapping[str, Any] | None = None
) -> list[Figure]:
    """A key figure for each metric that is known, beside its value in another period."""
    columns = [metric_column(slug) for slug in slugs if slug in metrics]
    return [
        Figure(column, typed(metrics[column.key], column), typed((before or {}).get(column.key), column))
        for column in columns
    ]


def told(figures: Sequence[Figure], read: Read) -> list[str]:
    """A sentence for each key figure that has a value."""
    return [_told(figure, read) for figure in figures if not wording.is_absent(figure.value)]


def leader(read: Read, section: str, name: Column, value: Column) -> list[str]:
    """Who is first in a table and by how much; nothing of an empty one."""
    known = [row for row in read.rows(section) if not wording.is_absent(row.get(value.key))]
    if not known:
        return []
    first, rest = known[0], known[1:]
    sentence = f"{_of(first, name, value, read)} is first by {wording.in_sentence(value.label)}"
    return [f"{sentence}, followed by {_of(rest[0], name, value, read)}." if rest else f"{sentence}."]


def part_of(read: Read, section: str, name: Column, value: Column) -> list[str]:
    """Who has the largest part of a column's sum."""
    rows = [row for row in read.rows(section) if not wording.is_absent(row.get(value.key))]
    whole = sum(wording.exact(row[value.key]) for row in rows)
    if whole <= 0:
        return []
    most = max(rows, key=lambda row: wording.exact(row[value.key]))
    share = wording.ratio_text(wording.exact(most[value.key]) / whole, 1, read.language)
    return [f"{share} of {wording.in_sentence(value.label)} come from {wording.as_text(most[name.key], name)}."]


def totals_of(rows: Sequence[Row], keys: Iterable[str]) -> Row | None:
    """Sums of those columns that the rows have; none of an empty table."""
    return summed(rows, [key for key in keys if key in rows[0]]) if rows else None


def _told(figure: Figure, read: Read) -> str:
    shown = wording.with_unit(figure.value, figure.measure, read.currency, read.language)
    change = wording.change_text(figure.value, figure.previous, read.language)
    before = wording.with_unit(figure.previous, figure.measure, read.currency, read.language)
    ending = f", {change} on {before} in the period before" if change else ""
    return f"{figure.measure.label}: {shown}{ending}."


def _of(row: Row, name: Column, value: Column, read: Read) -> str:
    shown = wording.with_unit(row[value.key], value, read.currency, read.language)
    return f"{wording.as_text(row[name.key], name)} ({shown})"
