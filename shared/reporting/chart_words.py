"""What a chart shows, in words: for screen readers, and for whoever prints without pictures."""

from collections.abc import Mapping, Sequence

from shared.reporting import wording
from shared.reporting.document import Column

type _Point = Mapping[str, object]


def of_ranking(
    points: Sequence[_Point], category: Column, value: Column, *, currency: str, language: str, more: int
) -> str:
    """Size, order, extremes and gaps of a ranking."""
    head = f"Bar chart of {value.label} by {category.label}, {len(points)} shown{_more(more)}."
    known = [point for point in points if point["value"] is not None]
    if not known:
        return f"{head} There are no values."
    high, low = max(known, key=_value), min(known, key=_value)
    parts = [head, f"Highest is {_named(high, value, currency, language)}{_interval(high, value, language)}."]
    if low is not high:
        parts.append(f"Lowest is {_named(low, value, currency, language)}.")
    return wording.one_line(" ".join([*parts, _without(len(points) - len(known))]))


def of_lines(points: Sequence[_Point], values: Sequence[Column], *, currency: str, language: str) -> str:
    """Where each line begins and ends, and its peak."""
    days = sorted(str(point["day"]) for point in points if point["day"])
    if not days:
        return "Line chart without values."
    parts = [f"Line chart from {days[0]} to {days[-1]}."]
    parts += [_course(points, column, currency, language) for column in values]
    return wording.one_line(" ".join(parts))


def of_groups(points: Sequence[_Point], values: Sequence[Column], *, currency: str, language: str, more: int) -> str:
    """The highest category of each measure."""
    names = len({point["name"] for point in points})
    parts = [f"Grouped bar chart of {names} categories{_more(more)}."]
    for column in values:
        known = _known(points, column)
        if known:
            best = _named(max(known, key=_value), column, currency, language)
            parts.append(f"{column.label} is highest for {best}.")
        else:
            parts.append(f"{column.label} has no values.")
    return wording.one_line(" ".join(parts))


def _course(points: Sequence[_Point], column: Column, currency: str, language: str) -> str:
    known = sorted(_known(points, column), key=lambda point: str(point["day"]))
    if not known:
        return f"{column.label} has no values."
    first, last = (wording.with_unit(point["value"], column, currency, language) for point in (known[0], known[-1]))
    peak = max(known, key=_value)
    top = wording.with_unit(peak["value"], column, currency, language)
    return f"{column.label} begins at {first}, ends at {last} and is highest on {peak['day']} with {top}."


def _known(points: Sequence[_Point], column: Column) -> list[_Point]:
    label = wording.one_line(column.label)
    return [point for point in points if point["series"] == label and point["value"] is not None]


def _value(point: _Point) -> float:
    return float(str(point["value"]))


def _named(point: _Point, column: Column, currency: str, language: str) -> str:
    return f"{point['name']} with {wording.with_unit(point['value'], column, currency, language)}"


def _interval(point: _Point, column: Column, language: str) -> str:
    if point.get("low") is None or point.get("high") is None:
        return ""
    low, high = (wording.as_text(point[end], column, language) for end in ("low", "high"))
    return f" (between {low} and {high})"


def _more(count: int) -> str:
    return f", {count} more in the table" if count else ""


def _without(count: int) -> str:
    return f"{count} have no value." if count else ""
