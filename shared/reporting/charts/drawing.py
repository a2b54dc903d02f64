"""Pictures of specifications. Nothing outside a specification is ever loaded."""

import re
from collections.abc import Mapping
from typing import Any

from shared.reporting.charts import theme

# Labels for which there was no room: Vega leaves them where they are, invisible, but they would be read out and copied.
_UNSEEN = re.compile(r'<text[^<>]* opacity="0"[^<>]*>[^<]*</text>')
_SHARP = 2  # pixels to a point: sharp on screens of today


def to_svg(spec: Mapping[str, Any], language: str = "en") -> str:
    """The chart as an SVG image."""
    import vl_convert  # noqa: PLC0415 - 90 MB that only a rendering process needs

    return _UNSEEN.sub("", vl_convert.vegalite_to_svg(dict(spec), **_options(language)))


def to_png(spec: Mapping[str, Any], language: str = "en") -> bytes:
    """The chart as a PNG image, two pixels to a point."""
    import vl_convert  # noqa: PLC0415 - the same

    return vl_convert.vegalite_to_png(dict(spec), scale=_SHARP, **_options(language))


def _options(language: str) -> dict[str, Any]:
    locale = theme.locale(language)
    return {
        "vl_version": theme.VERSION,
        "allowed_base_urls": [],
        "format_locale": locale,
        "time_format_locale": locale,
    }
