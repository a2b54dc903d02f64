"""Bullets: what was reached or spent, against what was meant (Few 2006)."""

from collections.abc import Sequence

from shared.reporting.charts import theme, words
from shared.reporting.charts.common import names_of, number
from shared.reporting.document import Chart, Column, NativeChart, Row


def bullet(  # noqa: PLR0913 - a chart is described, by name, in one place
    slug: str,
    title: str,
    rows: Sequence[Row],
    *,
    category: Column,
    value: Column,
    target: Column,
    top: int = 15,
    currency: str = "EUR",
    language: str = "en",
) -> Chart:
    """A bar for the value in a pale one for the target, whose end is marked; all on one scale."""
    shown: list[dict[str, object]] = [
        {"name": name, "value": number(row.get(value.key)), "target": number(row.get(target.key))}
        for name, row in zip(names_of(rows[:top], category), rows[:top], strict=True)
    ]
    spec = theme.specification(title, shown, height={"step": 26})
    y = theme.names_axis(category.label, [point["name"] for point in shown])
    axis = theme.measure_axis("value", value, currency) | {"scale": {"zero": True}, "stack": None}
    aim = axis | {"field": "target"}
    hints = [
        {"field": "name"},
        {"field": "value", "title": theme.heading(value.label)},
        {"field": "target", "title": theme.heading(target.label)},
    ]
    spec["layer"] = [
        {"mark": theme.PALE_BAR, "encoding": {"y": y, "x": aim, "tooltip": hints}},
        {"mark": theme.BAR | {"height": {"band": 0.36}}, "encoding": {"y": y, "x": axis, "tooltip": hints}},
        {"mark": theme.AIM, "encoding": {"y": y, "x": aim}},
    ]
    alt = words.of_bullets(shown, value, target, currency=currency, language=language, more=len(rows) - len(shown))
    native = NativeChart("bar", category.key, (value.key, target.key), top)
    return Chart(slug, title, spec, alt, native)
