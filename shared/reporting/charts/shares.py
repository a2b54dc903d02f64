"""Shares of a whole: a ring of at most six slices and what is left."""

from collections.abc import Sequence

from shared.reporting import wording
from shared.reporting.charts import theme, words
from shared.reporting.charts.common import names_of, number
from shared.reporting.document import Chart, Column, NativeChart, Row

MOST_SLICES = 6
OTHER = "Other"


def donut(
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    value: Column,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """The six largest, and the others together. What is not above zero has no share and is left out."""
    kept, has_rest = _largest(rows, category, value)
    whole = sum(share for _, share in kept)
    shown: list[dict[str, object]] = [
        {"name": f"{name} {wording.ratio_text(share / whole, 0, language)}", "value": share, "rank": rank}
        for rank, (name, share) in enumerate(kept)
    ]
    labels = [str(point["name"]) for point in shown]
    spec = theme.specification(title, shown, height=220)
    spec["mark"] = {"type": "arc", "innerRadius": 58, "outerRadius": 105, "stroke": "white", "strokeWidth": 1.5}
    scale = {"domain": labels, "range": theme.colours(len(labels), with_rest=has_rest)}
    spec["encoding"] = {
        "theta": {"field": "value", "type": "quantitative", "stack": True},
        "order": {"field": "rank", "type": "quantitative"},
        "color": {
            "field": "name",
            "type": "nominal",
            "scale": scale,
            "legend": {"orient": "right", "title": None, "symbolType": "square"},
        },
        "tooltip": [{"field": "name"}, {"field": "value", "title": theme.heading(value.label)}],
    }
    alt = words.of_shares(kept, category, value, currency=currency, language=language)
    native = NativeChart("donut", category.key, (value.key,), MOST_SLICES)
    return Chart(slug, title, spec, alt, native)


def _largest(rows: Sequence[Row], category: Column, value: Column) -> tuple[list[tuple[str, float]], bool]:
    """Return names and values, the largest first, and whether the last are all others together."""
    named = [
        (name, share)
        for name, row in zip(names_of(rows, category, 28), rows, strict=True)
        if (share := number(row.get(value.key))) is not None and share > 0
    ]
    named.sort(key=lambda pair: -pair[1])
    kept, others = named[:MOST_SLICES], named[MOST_SLICES:]
    if others:
        kept.append((OTHER, sum(share for _, share in others)))
    return kept, bool(others)
