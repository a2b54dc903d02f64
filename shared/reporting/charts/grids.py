"""Heat maps: a measure by two categories."""

from collections.abc import Sequence
from typing import Any

from shared.reporting.charts import theme, words
from shared.reporting.charts.common import label, number
from shared.reporting.document import Chart, Column, Format, NativeChart, Row

_STEP = 26
_FORMATS = {Format.RATIO: ".0%", Format.DECIMAL: ".2f", Format.MONEY: ",.0f", Format.INTEGER: ",.0f"}
_WRITTEN = 150  # cells in which the value is written, too; in more of them it would be too small to read
_DARK = 0.6  # above this part of the highest value letters are white


def heat_map(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    across: Column,
    down: Column,
    value: Column,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """A field for each pair, the darker the higher; a pair without a value stays white. Order is that of the rows."""
    shown: list[dict[str, object]] = [
        {
            "across": label(row.get(across.key), across, 22),
            "down": label(row.get(down.key), down, 24),
            "value": number(row.get(value.key)),
        }
        for row in rows
    ]
    columns, lines = (list(dict.fromkeys(str(point[key]) for point in shown)) for key in ("across", "down"))
    spec = theme.specification(title, shown, height={"step": _STEP})
    spec["encoding"] = {"x": _axis("across", columns, across), "y": _axis("down", lines, down)}
    spec["layer"] = [{"mark": {"type": "rect", "stroke": "white"}, "encoding": _fill(value, currency)}]
    if len(shown) <= _WRITTEN:
        spec["layer"].append(_written(shown, value, len(columns)))
    alt = words.of_grid(shown, across, down, value, currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("heat", down.key, (value.key,), len(rows)))


def _axis(field: str, names: Sequence[str], column: Column) -> dict[str, Any]:
    axis: dict[str, Any] = {"labelLimit": 0, "description": column.label}
    if field == "across":
        axis |= {"orient": "top"} | ({"labelAngle": -35} if sum(map(len, names)) > 70 else {"labelAngle": 0})  # noqa: PLR2004 - letters on a line
    return {"field": field, "type": "nominal", "scale": {"domain": list(names)}, "sort": None, "title": None} | {
        "axis": axis
    }


def _fill(value: Column, currency: str) -> dict[str, Any]:
    measured = theme.measure_axis("value", value, currency)
    legend = {"title": measured["title"], "format": measured["axis"]["format"], "gradientLength": 110}
    scale = {"range": list(theme.SEQUENTIAL), "zero": True}
    return {
        "color": {"field": "value", "type": "quantitative", "scale": scale, "legend": legend},
        "tooltip": [{"field": "down"}, {"field": "across"}, {"field": "value", "title": value.label}],
    }


def _written(shown: Sequence[dict[str, object]], value: Column, columns: int) -> dict[str, Any]:
    highest = max((float(str(point["value"])) for point in shown if point["value"] is not None), default=0.0)
    many = columns > 8 and value.format is not Format.RATIO  # noqa: PLR2004 - then only a short form fits
    return {
        "transform": [{"filter": "isValid(datum.value)"}],  # Vega would write "null"
        "mark": {"type": "text", "fontSize": 9 if many else 10},
        "encoding": {
            "text": {"field": "value", "type": "quantitative", "format": ".2~s" if many else _FORMATS[value.format]},
            "color": {
                "condition": {"test": f"datum.value > {highest * _DARK}", "value": "white"},
                "value": theme.INK,
            },
        },
    }
