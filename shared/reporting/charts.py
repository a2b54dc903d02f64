"""Charts as Vega-Lite specifications, built once and drawn by the dashboard, in PDF files and wherever else.

The rows go into a specification under names of our own ("name", "value", ...): Vega reads dots and brackets in field
names as paths, and callers' keys are none of its business.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.reporting import chart_theme as theme
from shared.reporting import chart_words as words
from shared.reporting import wording
from shared.reporting.document import Chart, Column, NativeChart, Row

_UNDER_BARS = 22


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
        {"mark": theme.BAR, "encoding": base | {"x": axis | _from_zero(), "tooltip": _hints(category, value)}}
    ]
    if interval:
        whisker = {"x": theme.measure_axis("low", value, currency), "x2": {"field": "high"}}
        spec["layer"].append({"mark": theme.WHISKER, "encoding": base | whisker})
    spec["layer"].append({"mark": theme.ZERO_LINE, "encoding": {"x": {"datum": 0}}})
    alt = words.of_ranking(shown, category, value, currency=currency, language=language, more=len(rows) - len(shown))
    plain = f"{value.label} by {category.label.lower()}" if interval else ""
    native = NativeChart("bar", category.key, (value.key,), min(top, 15), title=plain)
    return Chart(slug, title, spec, alt, native)


def line_over_time(
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    day: Column,
    values: Sequence[Column],
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """One line for each measure; all of them share the axis, so they should share the unit. A missing day is a gap."""
    shown = [
        {"day": _day(row.get(day.key)), "series": wording.one_line(column.label), "value": _number(row.get(column.key))}
        for column in values
        for row in rows
    ]
    spec = theme.specification(title, shown, height=210)
    spec["mark"] = theme.LINE | {"point": len(rows) <= theme.POINTS_UP_TO}
    spec["encoding"] = {
        "x": theme.days_axis(day.label),
        "y": theme.measure_axis("value", _shared(values), currency) | {"scale": {"zero": True}},
        **theme.series_channels([column.label for column in values], dashes=True),
    }
    alt = words.of_lines(shown, values, currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("line", day.key, tuple(c.key for c in values), len(rows)))


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
    """Bars side by side: a few measures of one unit for each category."""
    names = _names(rows[:top], category, _UNDER_BARS)
    shown = [
        {"name": name, "series": wording.one_line(column.label), "value": _number(row.get(column.key))}
        for name, row in zip(names, rows[:top], strict=True)
        for column in values
    ]
    spec = theme.specification(title, shown, height=210)
    labels = [column.label for column in values]
    spec["mark"] = {"type": "bar"}
    spec["encoding"] = {
        "x": theme.names_axis(category.label, names) | {"axis": theme.slanted(category.label, len(names))},
        "xOffset": {"field": "series", "sort": [wording.one_line(label) for label in labels]},
        "y": theme.measure_axis("value", _shared(values), currency) | _from_zero(),
        **theme.series_channels(labels),
    }
    alt = words.of_groups(shown, values, currency=currency, language=language, more=len(rows) - len(names))
    return Chart(slug, title, spec, alt, NativeChart("bar", category.key, tuple(c.key for c in values), top))


def to_svg(spec: Mapping[str, Any], language: str = "en") -> str:
    """The chart as an SVG image. Nothing outside the specification is ever loaded."""
    import vl_convert  # noqa: PLC0415 - 90 MB that only a rendering process needs

    locale = theme.locale(language)
    return vl_convert.vegalite_to_svg(
        dict(spec),
        vl_version=theme.VERSION,
        allowed_base_urls=[],
        format_locale=locale,
        time_format_locale=locale,
    )


def _ranked(
    rows: Sequence[Row], category: Column, value: Column, interval: tuple[str, str] | None
) -> list[dict[str, object]]:
    keys = {"value": value.key} | (dict(zip(("low", "high"), interval, strict=True)) if interval else {})
    return [
        {"name": name} | {field: _number(row.get(key)) for field, key in keys.items()}
        for name, row in zip(_names(rows, category), rows, strict=True)
    ]


def _names(rows: Sequence[Row], category: Column, longest: int = 32) -> list[str]:
    """A name for each row, all different: Vega would pile namesakes up on one bar."""
    seen: Counter[str] = Counter()
    names = []
    for row in rows:
        name = (
            wording.shortened(wording.one_line(wording.as_text(row.get(category.key), category)), longest)
            or wording.ABSENT
        )
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _shared(values: Sequence[Column]) -> Column:
    """The measure to label a shared axis with: the only one, or the first one's unit under a neutral name."""
    first = values[0]
    return first if len(values) == 1 else Column(first.key, "", first.unit, first.format, digits=first.digits)


def _number(value: object) -> float | None:
    """Drawing needs no cents, so Decimals may become floats here and only here."""
    return None if wording.is_absent(value) else float(wording.exact(value))


def _day(value: object) -> str | None:
    return value.isoformat()[:10] if isinstance(value, date) else None


def _from_zero() -> dict[str, Any]:
    return {"scale": {"zero": True}, "stack": None}


def _hints(category: Column, value: Column) -> list[dict[str, str]]:
    return [{"field": "name", "title": category.label}, {"field": "value", "title": value.label}]
