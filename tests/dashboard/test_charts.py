"""Charts: a picture at first, which can be saved; under the pointer the chart itself, which tells of each point."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.person import Person

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_chart_is_saved_as_a_picture_and_tells_of_a_point(enter: Callable[..., Person]):
    person = enter(Role.MARKETING_MANAGER)
    person.go("/ranking?window=365d")
    chart = person.page.get_by_role("figure").first
    expect(chart.locator("svg.marks text").first).to_be_attached()

    saved = {}
    for kind in ("PNG", "SVG"):
        person.activate(chart.get_by_role("button", name="Download"))
        saved[kind] = Path(person.download(person.page.get_by_role("menuitem", name=kind)).path()).read_bytes()
    assert saved["PNG"].startswith(PNG)
    assert saved["SVG"].startswith(b"<svg")

    point = chart.locator("svg .mark-symbol path").first
    chart.get_by_role("img").hover()
    expect(chart.locator(".vega-embed")).to_be_visible()
    point.hover()
    expect(person.page.locator("#vg-tooltip-element")).to_contain_text("influencer")
