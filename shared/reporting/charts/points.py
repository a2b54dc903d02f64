"""Points: one measure against another."""

from collections.abc import Sequence
from typing import Any

from shared.reporting import wording
from shared.reporting.charts import theme, words
from shared.reporting.charts.common import Names, number
from shared.reporting.document import Chart, Column, NativeChart, Row

_NAMED = 12  # more names than that would lie on each other


def scatter(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    across: Column,
    up: Column,
    top: int = 200,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """A point for each row; where both measures have one unit, the line on which they are equal is drawn, too."""
    known = [row for row in rows if not (wording.is_absent(row.get(across.key)) or wording.is_absent(row.get(up.key)))]
    names = Names(category)
    shown: list[dict[str, object]] = [
        {"name": names.of(row), "across": number(row.get(across.key)), "value": number(row.get(up.key))}
        for row in known[:top]
    ]
    spec = theme.specification(title, shown, height=280)
    spec["layer"] = [*_evens(shown, across, up), _points(across, up, currency), *_labels(shown)]
    left_out = (len(known) - len(shown), len(rows) - len(known))
    alt = words.of_points(shown, across, up, currency=currency, language=language, left_out=left_out)
    native = NativeChart("scatter", across.key, (up.key,), min(top, len(rows)))
    return Chart(slug, title, spec, alt, native)


def _points(across: Column, up: Column, currency: str) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.8, "color": theme.PALETTE[0]},
        "encoding": {
            "x": theme.measure_axis("across", across, currency) | {"scale": {"zero": True}},
            "y": theme.measure_axis("value", up, currency) | {"scale": {"zero": True}},
            "tooltip": [
                {"field": "name"},
                {"field": "across", "title": theme.heading(across.label)},
                {"field": "value", "title": theme.heading(up.label)},
            ],
        },
    }


def _evens(shown: Sequence[dict[str, object]], across: Column, up: Column) -> list[dict[str, Any]]:
    if across.format is not up.format or not shown:
        return []
    end = min(max(float(str(point[key])) for point in shown) for key in ("across", "value"))
    if end <= 0:
        return []
    return [
        {
            "data": {"values": [{"across": 0, "value": 0}, {"across": end, "value": end}]},
            "mark": theme.ZERO_LINE | {"type": "line", "strokeDash": [4, 4]},
            "encoding": {
                "x": {"field": "across", "type": "quantitative"},
                "y": {"field": "value", "type": "quantitative"},
            },
        }
    ]


def _labels(shown: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
    if len(shown) > _NAMED:
        return []
    return [
        {
            "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 10, "color": theme.INK},
            "encoding": {
                "x": {"field": "across", "type": "quantitative"},
                "y": {"field": "value", "type": "quantitative"},
                "text": {"field": "name"},
            },
        }
    ]
