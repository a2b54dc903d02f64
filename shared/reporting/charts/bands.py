"""Lines of which one goes on into what is expected, with the band in which it should lie."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shared.reporting import wording
from shared.reporting.charts import theme, words
from shared.reporting.charts.common import day_of, number, shared_measure
from shared.reporting.document import Chart, Column, NativeChart, Row


def line_with_band(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    day: Column,
    values: Sequence[Column],
    band: tuple[str, str],
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """A line for each measure, and the band between the keys `band` behind them."""
    shown: list[dict[str, object]] = [
        {
            "day": day_of(row.get(day.key)),
            "series": wording.one_line(column.label),
            "value": number(row.get(column.key)),
        }
        for column in values
        for row in rows
        if isinstance(row.get(day.key), date) and not wording.is_absent(row.get(column.key))
    ]
    spec = theme.specification(title, shown, height=230)
    axis = theme.measure_axis("value", shared_measure(values), currency) | {"scale": {"zero": True}}
    lines = {
        "mark": theme.LINE | {"point": len(rows) == 1},
        "encoding": {
            "x": theme.days_axis(day.label),
            "y": axis,
            **theme.series_channels([column.label for column in values], dashes=True),
        },
    }
    spec["layer"] = [_band(rows, day, band, axis), lines]
    alt = words.of_lines(shown, values, currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("line", day.key, tuple(c.key for c in values), len(rows)))


def _band(rows: Sequence[Row], day: Column, band: tuple[str, str], axis: dict[str, Any]) -> dict[str, Any]:
    low, high = band
    inside = [
        {"day": day_of(row.get(day.key)), "low": number(row.get(low)), "high": number(row.get(high))}
        for row in rows
        if not (wording.is_absent(row.get(low)) or wording.is_absent(row.get(high)))
    ]
    return {
        "data": {"values": inside},
        "mark": {"type": "area", "color": theme.PALETTE[1], "opacity": 0.18},
        "encoding": {
            "x": theme.days_axis(day.label),
            "y": axis | {"field": "low", "scale": {"zero": True}},
            "y2": {"field": "high"},
        },
    }
