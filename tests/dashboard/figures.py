"""Figures as the dashboard writes them in English, reckoned here by themselves, and what stands in its tables."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from playwright.sync_api import expect

from tests.dashboard.person import PATIENCE_MS, Person

NONE = "–"  # noqa: RUF001 - as it stands there
NEARLY_SURE = Decimal("0.999")
ROWS = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim().replace(/\\s+/g, ' ')))"
type Line = dict[str, str]


def written(value: str | float | None, unit: str) -> str:
    """`unit` is that of the catalogue of metrics: money, count, ratio, or a number of at most two decimals."""
    if value is None or value == "":
        return NONE
    exact = Decimal(str(value))
    if unit == "money":
        return f"{'-' if exact < 0 else ''}€{abs(exact):,.2f}"
    if unit == "ratio":
        return f"{_plain(exact * 100, _decimals(exact))}%"
    return _plain(exact, 0 if unit == "count" else 2)


def _decimals(share: Decimal) -> int:
    if abs(share) >= 10:
        return 0
    if share == 0 or abs(share) >= Decimal("0.0005"):
        return 1
    return 1 - (share * 100).adjusted()  # two significant digits


def _plain(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chance(probability: float | None) -> str:
    """A probability of what is to come is never told as certain."""
    if probability is None:
        return NONE
    exact = Decimal(str(probability))
    if exact > NEARLY_SURE:
        return "> 99.9%"
    return "< 0.1%" if exact < 1 - NEARLY_SURE else written(probability, "ratio")


def interval(roi: Mapping[str, float], between: str = "{low} … {high}") -> str:
    ends = {name: written(roi[name], "ratio") for name in ("low", "high")}
    return f"{written(roi['value'], 'ratio')} {between.format(**ends)}"


def lines(person: Person, label: str) -> list[Line]:
    """Return the rows of a table by the headings of its columns; of a long table those that are drawn."""
    found = person.page.get_by_role("table", name=label, exact=True).first
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    head, *rows = found.evaluate(ROWS)
    shown: list[Line] = [dict(zip(head, row, strict=True)) for row in rows if len(row) == len(head)]
    assert shown, f"nothing stands in {label}"
    return shown


def card(person: Person, label: str) -> str:
    """Return what stands on the card of a key figure."""
    name = person.page.get_by_text(label, exact=True).first
    found: Any = name.locator("xpath=ancestor::*[contains(@class, 'mantine-Card-root')][1]")
    return " ".join(found.inner_text().split())
