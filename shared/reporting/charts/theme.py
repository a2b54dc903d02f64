"""How our charts look: one palette that colour-blind readers can tell apart, one font, quiet axes."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.reporting import wording
from shared.reporting.document import Column, Format

VERSION = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

# Okabe and Ito's palette in an order that keeps neighbours apart; yellow is left out, it is too pale on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
SEQUENTIAL = ("#EDF4F9", "#9CC6E2", "#3E93C6", "#0B5C8E", "#063350")  # one hue, even steps of lightness
_REST = "#9AA5B1"
INK = "#1F2933"
_QUIET = "#667380"
_GRID = "#E4E7EB"
# The PDF has the first, browsers take the system's own.
_FONT = "'Source Sans 3', 'Kurinto Sans', 'Noto Emoji', system-ui, sans-serif"

BAR = {"type": "bar", "height": {"band": 0.68}, "color": PALETTE[0]}
WHISKER = {"type": "rule", "color": INK, "strokeWidth": 1.2}
PALE_BAR = {"type": "bar", "height": {"band": 0.74}, "color": "#D5DDE5"}
AIM = {"type": "tick", "color": INK, "thickness": 2.5, "height": {"band": 0.74}}
ZERO_LINE = {"type": "rule", "color": _QUIET, "strokeWidth": 1}
LINE = {"type": "line", "strokeWidth": 2, "interpolate": "linear"}
POINTS_UP_TO = 31  # beyond a month of days the points would hide the line

_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4], [4, 1])
_DAYS = {"year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%b %d", "day": "%b %d", "date": "%b %d"}
_D3_LOCALES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT", "nl": "nl-NL"}
_FEW_NAMES = 6
_WIDEST_PLACE, _BETWEEN = 150, 0.2  # points for a name's bars; part of them between two names


def specification(title: str, rows: Sequence[Mapping[str, object]], height: object) -> dict[str, Any]:
    """The frame of every chart: data inline, size, theme. The title stands in the page around it, not in the image."""
    return {
        "$schema": SCHEMA,
        "description": wording.one_line(title),
        "width": 560,
        "height": height,
        "data": {"values": list(rows)},
        "config": _config(),
    }


def names_axis(label: str, names: Sequence[object]) -> dict[str, Any]:
    """Categories in the order of the table; one without a value keeps its place, empty.

    Names come shortened: Vega's own limit (0 is none) cuts emoji in two, and the image fails.
    """
    return {
        "field": "name",
        "type": "nominal",
        "scale": {"domain": list(names)},
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 0, "description": wording.one_line(label)},
    }


def upright_scale(names: Sequence[object], width: int = 560) -> dict[str, Any]:
    """Places for upright bars: of a few names not so wide that a bar becomes a wall."""
    room = (width / _WIDEST_PLACE - len(names) + _BETWEEN) / 2
    return {"domain": list(names), "paddingInner": _BETWEEN, "paddingOuter": round(max(room, _BETWEEN / 2), 3)}


def slanted(label: str, count: int) -> dict[str, Any]:
    """Names under upright bars: level while there is room for them."""
    level = {"labelAngle": 0, "labelAlign": "center"}
    tilted = {"labelAngle": -35, "labelAlign": "right"}
    axis: dict[str, Any] = {"labelLimit": 0, "description": wording.one_line(label)}
    return axis | (level if count <= _FEW_NAMES else tilted)


def days_axis(label: str) -> dict[str, Any]:
    """Days are drawn in UTC: a business day must not slip to its neighbour in the reader's time zone."""
    return {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "title": None,
        "axis": {
            "labelOverlap": True,
            "tickCount": 8,
            "grid": False,
            "format": _DAYS,
            "description": wording.one_line(label),
        },
    }


def measure_axis(field: str, measure: Column, currency: str) -> dict[str, Any]:
    """A numeric axis titled with measure and unit."""
    label = measure.heading(currency) if measure.label else measure.unit_in(currency)
    return {
        "field": field,
        "type": "quantitative",
        "title": heading(label) if label else None,
        "axis": {"format": _d3_format(measure), "tickCount": 6},
    }


def heading(label: str) -> str:
    """A label as a title: Vega puts titles into expressions unescaped, where a backslash would undo the quote."""
    return wording.one_line(label).replace("\\", "/")


def colours(count: int, *, with_rest: bool = False) -> list[str]:
    """A colour for each of so many; what is left over is grey."""
    named = [PALETTE[index % len(PALETTE)] for index in range(count)]
    return [*named[:-1], _REST] if with_rest and named else named


def series_channels(labels: Sequence[str], *, dashes: bool = False, with_rest: bool = False) -> dict[str, Any]:
    """Colour for each series, and a dash as well for lines, so that a black-and-white print can be read.

    `with_rest`: the last one is what all the others come to.
    """
    domain = [wording.one_line(label) for label in labels]
    many = len(domain) > 1
    scale = {"domain": domain, "range": colours(len(domain), with_rest=with_rest)}
    legend = {"orient": "top", "title": None} | ({"symbolType": "stroke"} if dashes else {}) if many else None
    channels: dict[str, Any] = {"color": {"field": "series", "type": "nominal", "scale": scale, "legend": legend}}
    if dashes and many:
        pattern = {"domain": domain, "range": [_DASHES[index % len(_DASHES)] for index in range(len(domain))]}
        channels["strokeDash"] = {"field": "series", "type": "nominal", "scale": pattern, "legend": legend}
    return channels


def locale(language: str) -> Any:
    """d3's name of the number and time locale, one of those that vl_convert has."""
    return _D3_LOCALES.get(language.split("-", maxsplit=1)[0].lower(), _D3_LOCALES["en"])


def _d3_format(measure: Column) -> str:
    if measure.format is Format.RATIO:
        return ",~%"
    return ",~r" if measure.format is Format.DECIMAL else ",~f"


def _config() -> dict[str, Any]:
    text = {"labelFont": _FONT, "titleFont": _FONT, "labelColor": INK, "titleColor": _QUIET}
    return {
        "font": _FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": text
        | {
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "gridColor": _GRID,
            "domainColor": _GRID,
            "tickColor": _GRID,
            "labelPadding": 5,
            "titlePadding": 8,
        },
        "axisBand": {"domain": False, "ticks": False},
        "legend": text | {"labelFontSize": 11, "labelLimit": 0, "symbolStrokeWidth": 2},
        "range": {"category": list(PALETTE)},
    }
