"""Lines and areas over days, weeks or months."""

from collections.abc import Sequence
from datetime import date

from shared.reporting import wording
from shared.reporting.charts import theme, words
from shared.reporting.charts.common import day_of, number, shared_measure
from shared.reporting.document import Chart, Column, NativeChart, Row


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
    shown = _points(rows, day, values)
    spec = theme.specification(title, shown, height=210)
    spec["mark"] = theme.LINE | {"point": len(rows) <= theme.POINTS_UP_TO}
    spec["encoding"] = {
        "x": theme.days_axis(day.label),
        "y": theme.measure_axis("value", shared_measure(values), currency) | {"scale": {"zero": True}},
        "tooltip": _hints(),
        **theme.series_channels([column.label for column in values], dashes=True),
    }
    alt = words.of_lines(shown, values, currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("line", day.key, tuple(c.key for c in values), len(rows)))


def line_compared(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    before: Sequence[Row],
    *,
    day: Column,
    value: Column,
    then: str = "Period before",
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """The measure, and the same of another period point by point under it: first under first, second under second."""
    now = Column(value.key, value.label, value.unit, value.format, digits=value.digits)
    other = Column(value.key, then, value.unit, value.format, digits=value.digits)
    shifted = [
        {day.key: here.get(day.key), value.key: there.get(value.key)} for here, there in zip(rows, before, strict=False)
    ]
    shown = [*_points(rows, day, [now]), *_points(shifted, day, [other])]
    spec = theme.specification(title, shown, height=210)
    spec["mark"] = theme.LINE | {"point": len(rows) <= theme.POINTS_UP_TO}
    spec["encoding"] = {
        "x": theme.days_axis(day.label),
        "y": theme.measure_axis("value", value, currency) | {"scale": {"zero": True}},
        "tooltip": _hints(),
        **theme.series_channels([now.label, other.label], dashes=True),
    }
    alt = words.of_lines(shown, [now, other], currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("line", day.key, (value.key,), len(rows)))


def area_over_time(
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    day: Column,
    values: Sequence[Column],
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """Areas on top of each other: parts of one whole over time. A missing value is nothing of it."""
    shown = [point | {"value": point["value"] or 0.0} for point in _points(rows, day, values)]
    spec = theme.specification(title, shown, height=210)
    alone = len({point["day"] for point in shown}) == 1  # of one day there is neither line nor area
    spec["mark"] = {"type": "area", "line": {"strokeWidth": 1}, "opacity": 0.85, "point": alone}
    spec["encoding"] = {
        "x": theme.days_axis(day.label),
        "y": theme.measure_axis("value", shared_measure(values), currency) | {"scale": {"zero": True}, "stack": "zero"},
        "tooltip": _hints(),
        **theme.series_channels([column.label for column in values], with_rest=any(each.is_rest for each in values)),
    }
    alt = words.of_lines(shown, values, currency=currency, language=language, what="Area")
    return Chart(slug, title, spec, alt, NativeChart("area", day.key, tuple(c.key for c in values), len(rows)))


def _points(rows: Sequence[Row], day: Column, values: Sequence[Column]) -> list[dict[str, object]]:
    return [
        {
            "day": day_of(row.get(day.key)),
            "series": wording.one_line(column.label),
            "value": number(row.get(column.key)),
        }
        for column in values
        for row in rows
        if isinstance(row.get(day.key), date)
    ]


def _hints() -> list[dict[str, str]]:
    return [{"field": "day", "type": "temporal"}, {"field": "series"}, {"field": "value"}]
