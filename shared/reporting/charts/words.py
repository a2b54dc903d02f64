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


def of_lines(
    points: Sequence[_Point], values: Sequence[Column], *, currency: str, language: str, what: str = "Line"
) -> str:
    """Where each line begins and ends, and its peak."""
    days = sorted(str(point["day"]) for point in points if point["day"])
    if not days:
        return f"{what} chart without values."
    parts = [f"{what} chart from {days[0]} to {days[-1]}."]
    parts += [_course(points, column, currency, language) for column in values]
    return wording.one_line(" ".join(parts))


def of_groups(
    points: Sequence[_Point],
    values: Sequence[Column],
    *,
    currency: str,
    language: str,
    more: int,
    what: str = "Grouped",
) -> str:
    """The highest category of each measure."""
    names = len({point["name"] for point in points})
    parts = [f"{what} bar chart of {names} categories{_more(more)}."]
    for column in values:
        known = _known(points, column)
        if known:
            best = _named(max(known, key=_value), column, currency, language)
            parts.append(f"{column.label} is highest for {best}.")
        else:
            parts.append(f"{column.label} has no values.")
    return wording.one_line(" ".join(parts))


def of_shares(
    slices: Sequence[tuple[str, float]], category: Column, value: Column, *, currency: str, language: str
) -> str:
    """Each slice with its value and its share."""
    whole = sum(share for _, share in slices)
    if not whole:
        return "Ring chart without values."

    def part(share: float) -> str:
        return wording.ratio_text(share / whole, 0, language)

    parts = [f"{name} {wording.with_unit(share, value, currency, language)} ({part(share)})" for name, share in slices]
    return wording.one_line(f"Ring chart of {value.label} by {category.label}: {'; '.join(parts)}.")


def of_points(
    points: Sequence[_Point], across: Column, up: Column, *, currency: str, language: str, left_out: tuple[int, int]
) -> str:
    """How many, the highest of both measures, and how many lie above the line of equals.

    `left_out` is how many are not drawn since they are too many, and how many since they lack a value.
    """
    more, without = left_out
    head = f"Scatter chart of {up.label} against {across.label}, {len(points)} shown{_more(more)}."
    if not points:
        return head
    furthest = max(points, key=lambda point: float(str(point["across"])))
    far = wording.with_unit(furthest["across"], across, currency, language)
    parts = [
        head,
        f"{up.label} is highest for {_named(max(points, key=_value), up, currency, language)}.",
        f"{across.label} is highest for {furthest['name']} with {far}.",
    ]
    if across.format is up.format:
        above = sum(_value(point) > float(str(point["across"])) for point in points)
        parts.append(f"{above} have more {wording.in_sentence(up.label)} than {wording.in_sentence(across.label)}.")
    return wording.one_line(" ".join([*parts, _without(without)]))


def of_grid(
    points: Sequence[_Point], across: Column, down: Column, value: Column, *, currency: str, language: str
) -> str:
    """Its size, and the highest and lowest pair."""
    lines, columns = (len({point[key] for point in points}) for key in ("down", "across"))
    head = f"Heat map of {value.label}, {lines} of {down.label} by {columns} of {across.label}."
    known = [point for point in points if point["value"] is not None]
    if not known:
        return f"{head} There are no values."
    ends = [
        f"{which} is {point['down']} and {point['across']} with "
        f"{wording.with_unit(point['value'], value, currency, language)}."
        for which, point in (("Highest", max(known, key=_value)), ("Lowest", min(known, key=_value)))
    ]
    return wording.one_line(" ".join([head, *ends, _without(len(points) - len(known))]))


def of_bullets(
    points: Sequence[_Point], value: Column, target: Column, *, currency: str, language: str, more: int
) -> str:
    """Each value beside what it is held against."""
    head = f"Bullet chart of {value.label} against {target.label}, {len(points)} shown{_more(more)}."
    parts = [
        f"{point['name']}: {wording.with_unit(point['value'], value, currency, language)} of "
        f"{wording.with_unit(point['target'], target, currency, language)}."
        for point in points
    ]
    return wording.one_line(" ".join([head, *parts]))


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
