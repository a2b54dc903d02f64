"""Bars: lying for rankings, upright side by side or on top of each other for a few measures."""

from collections.abc import Sequence
from typing import Any

from shared.reporting import wording
from shared.reporting.charts import theme, words
from shared.reporting.charts.common import from_zero, names_of, number, shared_measure
from shared.reporting.document import Chart, Column, NativeChart, Row

_UNDER_BARS, _BESIDE_BARS = 22, 32


def ranking_bar(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    value: Column,
    interval: tuple[str, str] | None = None,
    top: int = 20,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """Horizontal bars in the order of the rows, with an interval (keys of its low and high end) where there is one."""
    shown = _ranked(rows[:top], category, value, interval)
    spec = theme.specification(title, shown, height={"step": 20})
    base = {"y": theme.names_axis(category.label, [point["name"] for point in shown])}
    axis = theme.measure_axis("value", value, currency)
    spec["layer"] = [
        {"mark": theme.BAR, "encoding": base | {"x": axis | from_zero(), "tooltip": _hints(category, value)}}
    ]
    if interval:
        whisker = {"x": theme.measure_axis("low", value, currency), "x2": {"field": "high"}}
        spec["layer"].append({"mark": theme.WHISKER, "encoding": base | whisker})
    spec["layer"].append({"mark": theme.ZERO_LINE, "encoding": {"x": {"datum": 0}}})
    alt = words.of_ranking(shown, category, value, currency=currency, language=language, more=len(rows) - len(shown))
    plain = f"{value.label} by {category.label.lower()}" if interval else ""
    native = NativeChart("bar", category.key, (value.key,), min(top, 15), title=plain)
    return Chart(slug, title, spec, alt, native)


def grouped_bar(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    values: Sequence[Column],
    top: int = 12,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """Bars side by side: a few measures of one unit for each category; with one measure plain upright bars."""
    shown, encoding = _upright(rows[:top], category, values, currency)
    spec = theme.specification(title, shown, height=210)
    spec["mark"] = {"type": "bar"}
    labels = [wording.one_line(column.label) for column in values]
    spec["encoding"] = encoding | {"xOffset": {"field": "series", "sort": labels}}
    spec["encoding"]["y"] |= from_zero()
    alt = words.of_groups(shown, values, currency=currency, language=language, more=len(rows) - len(rows[:top]))
    return Chart(slug, title, spec, alt, NativeChart("bar", category.key, tuple(c.key for c in values), top))


def stacked_bar(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    values: Sequence[Column],
    top: int = 12,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """Bars on top of each other: parts of one whole for each category."""
    shown, encoding = _upright(rows[:top], category, values, currency)
    spec = theme.specification(title, shown, height=210)
    spec["mark"] = {"type": "bar"}
    labels = [wording.one_line(column.label) for column in values]
    ranks = [point | {"rank": labels.index(str(point["series"]))} for point in shown]
    spec["data"] = {"values": ranks}
    spec["encoding"] = encoding | {"order": {"field": "rank", "type": "quantitative"}}
    spec["encoding"]["y"] |= {"scale": {"zero": True}, "stack": "zero"}
    alt = words.of_groups(
        shown, values, currency=currency, language=language, more=len(rows) - len(rows[:top]), what="Stacked"
    )
    native = NativeChart("stacked", category.key, tuple(c.key for c in values), top)
    return Chart(slug, title, spec, alt, native)


def _upright(
    rows: Sequence[Row], category: Column, values: Sequence[Column], currency: str
) -> tuple[list[dict[str, object]], dict[str, Any]]:
    """The points, and what places and paints them."""
    names = names_of(rows, category, _UNDER_BARS)
    shown: list[dict[str, object]] = [
        {"name": name, "series": wording.one_line(column.label), "value": number(row.get(column.key))}
        for name, row in zip(names, rows, strict=True)
        for column in values
    ]
    encoding = {
        "x": theme.names_axis(category.label, names)
        | {"axis": theme.slanted(category.label, len(names)), "scale": theme.upright_scale(names)},
        "y": theme.measure_axis("value", shared_measure(values), currency),
        "tooltip": [{"field": "name"}, {"field": "series"}, {"field": "value"}],
        **theme.series_channels([column.label for column in values], with_rest=any(each.is_rest for each in values)),
    }
    return shown, encoding


def _ranked(
    rows: Sequence[Row], category: Column, value: Column, interval: tuple[str, str] | None
) -> list[dict[str, object]]:
    longest = max(_BESIDE_BARS, category.width or 0)  # two names in one column need more room
    keys = {"value": value.key} | (dict(zip(("low", "high"), interval, strict=True)) if interval else {})
    return [
        {"name": name} | {field: number(row.get(key)) for field, key in keys.items()}
        for name, row in zip(names_of(rows, category, longest), rows, strict=True)
    ]


def _hints(category: Column, value: Column) -> list[dict[str, str]]:
    return [
        {"field": "name", "title": theme.heading(category.label)},
        {"field": "value", "title": theme.heading(value.label)},
    ]
