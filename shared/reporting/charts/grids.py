"""Heat maps: a measure by two categories."""

from collections.abc import Sequence
from typing import Any

from shared.reporting.charts import theme, words
from shared.reporting.charts.common import Names, number
from shared.reporting.document import Chart, Column, Format, NativeChart, Row

_STEP = 26
_MOST_DOWN, _MOST_ACROSS = 30, 60
_FORMATS = {Format.RATIO: ".0%", Format.DECIMAL: ".2f", Format.MONEY: ",.0f", Format.INTEGER: ",.0f"}
_WRITTEN, _WRITTEN_ACROSS = 150, 24  # cells, and columns, in which the value is written, too: in more it has no room
_ROOM = 560  # points that all columns share
_SLANTED = 22  # points of a column whose name is slanted; in a narrower one it stands upright, or names cross
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
    """A field for each pair, the darker the higher; a pair without a value stays white. Order is that of the rows.

    Of more names than a page takes, those with the largest sums are drawn.
    """
    named = {
        "across": _named(rows, (across, value), _MOST_ACROSS, 22),
        "down": _named(rows, (down, value), _MOST_DOWN, 24),
    }
    shown: list[dict[str, object]] = [
        {
            "across": named["across"][row.get(across.key)],
            "down": named["down"][row.get(down.key)],
            "value": number(row.get(value.key)),
        }
        for row in rows
        if row.get(across.key) in named["across"] and row.get(down.key) in named["down"]
    ]
    columns, lines = (list(dict.fromkeys(str(point[key]) for point in shown)) for key in ("across", "down"))
    spec = theme.specification(title, shown, height={"step": _STEP})
    spec["encoding"] = {"x": _axis("across", columns, across), "y": _axis("down", lines, down)}
    spec["layer"] = [{"mark": {"type": "rect", "stroke": "white"}, "encoding": _fill(value, currency)}]
    if len(shown) <= _WRITTEN and len(columns) <= _WRITTEN_ACROSS:
        spec["layer"].append(_written(shown, value, len(columns)))
    alt = words.of_grid(shown, across, down, value, currency=currency, language=language)
    return Chart(slug, title, spec, alt, NativeChart("heat", down.key, (value.key,), len(rows)))


def _named(rows: Sequence[Row], of: tuple[Column, Column], most: int, longest: int) -> dict[object, str]:
    """A label for each value of a column that is drawn, all different, however alike the values begin."""
    column, value = of
    sums: dict[object, float] = {}
    for row in rows:
        sums[row.get(column.key)] = sums.get(row.get(column.key), 0.0) + (number(row.get(value.key)) or 0.0)
    kept = set(sorted(sums, key=lambda name: -sums[name])[:most])
    names = Names(column, longest)
    return {name: names.of({column.key: name}) for name in sums if name in kept}


def _axis(field: str, names: Sequence[str], column: Column) -> dict[str, Any]:
    axis: dict[str, Any] = {"labelLimit": 0, "description": column.label}
    if field == "across":
        axis |= {"orient": "top"} | _turned(names)
    return {"field": field, "type": "nominal", "scale": {"domain": list(names)}, "sort": None, "title": None} | {
        "axis": axis
    }


def _turned(names: Sequence[str]) -> dict[str, Any]:
    """How names stand above their columns: level, slanted, or upright and as small as the column is narrow."""
    if sum(map(len, names)) <= 70:  # noqa: PLR2004 - letters on a line
        return {"labelAngle": 0}
    room = _ROOM / len(names)
    return {"labelAngle": -35} if room >= _SLANTED else {"labelAngle": -90, "labelFontSize": min(11, round(room * 0.8))}


def _fill(value: Column, currency: str) -> dict[str, Any]:
    measured = theme.measure_axis("value", value, currency)
    legend = {"title": measured["title"], "format": measured["axis"]["format"], "gradientLength": 110}
    scale = {"range": list(theme.SEQUENTIAL), "zero": True}
    return {
        "color": {"field": "value", "type": "quantitative", "scale": scale, "legend": legend},
        "tooltip": [{"field": "down"}, {"field": "across"}, {"field": "value", "title": theme.heading(value.label)}],
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
