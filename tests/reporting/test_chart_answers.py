"""Charts by themselves: every chart of every kind, as a specification and as a picture."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shared.platform import db
from shared.reporting import charts
from shared.reporting.kinds import CHARTS, building
from shared.reporting.kinds.kind import Kind, Read
from tests.analytics.shop import DAYS, purchase
from tests.client import Client
from tests.reporting.shop import QUESTIONS, WHOLE, busy

# What a chart of the kind `custom` needs to fit.
CUSTOM: dict[str, list[str]] = {
    "custom_bar": ["category"],
    "custom_donut": ["category"],
    "custom_scatter": ["category"],
    "custom_stacked": ["influencer", "category"],
    "custom_heat_map": ["month", "category"],
    "custom_line": ["week"],
    "custom_area": ["week", "category"],
}


def question(slug: str) -> dict[str, Any]:
    asked = QUESTIONS[CHARTS[slug][0].slug]
    return asked | {"dimensions": CUSTOM[slug]} if slug in CUSTOM else asked


def test_every_chart_is_given_with_its_data_and_words_and_drawn(api: Client):
    busy()
    admin = api.as_role("admin")
    assert api.as_role("data_analyst").get("audit").status == 403  # leaves a row
    for slug in CHARTS:
        answer = admin.get(f"charts/{slug}", None, **question(slug))
        assert answer.status == 200, (slug, answer.body)
        assert answer.json["spec"]["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
        assert answer.json["spec"]["data"]["values"], slug
        assert len(answer.json["alt"]) > 40, slug
        if slug in CUSTOM:  # the others are drawn into PDF files in test_kinds.py
            ET.fromstring(charts.to_svg(answer.json["spec"]))  # noqa: S314 - our own


def test_a_chart_shows_the_numbers_of_the_screen(api: Client):
    busy()
    analyst = api.as_role("data_analyst")
    shown = analyst.get("sales/by-category", None, **WHOLE).json["items"]
    values = analyst.get("charts/categories", None, **WHOLE).json["spec"]["data"]["values"]

    assert [(point["name"], f"{point['value']:.2f}") for point in values] == [
        (item["category"], item["net_revenue"]) for item in shown
    ]


def test_pictures_are_svg_and_png(api: Client):
    busy()
    analyst = api.as_role("data_analyst")
    svg = analyst.get("charts/shares/svg", None, language="de", **WHOLE)
    png = analyst.get("charts/shares/png", None, **WHOLE)

    title = ET.fromstring(svg.body)[0]  # noqa: S314 - our own
    assert (svg.status, svg.headers["Content-Type"]) == (200, "image/svg+xml")
    assert (title.text or "").startswith("Ring chart of Net revenue by Category: Bags ")
    assert (png.headers["Content-Type"], png.body[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    again = analyst.get("charts/shares/png", {"If-None-Match": png.headers["ETag"]}, **WHOLE)
    assert again.status == 304


def test_of_nothing_there_is_a_chart_without_points(api: Client):
    answer = api.as_role("data_analyst").get("charts/categories", None, **WHOLE)
    assert (answer.status, answer.json["spec"]["data"]["values"]) == (200, [])
    assert answer.json["alt"].endswith("There are no values.")


@pytest.mark.parametrize(
    ("slug", "asked", "status", "code"),
    [
        ("beauty", {}, 404, "chart_unknown"),
        ("audit_days", {}, 403, "report_kind_forbidden"),
        ("ranking", {"lookback": 3}, 422, "malformed"),
        ("pacing", {}, 422, "malformed"),
        ("pacing", {"campaign_id": 9}, 404, "campaign_not_found"),
        ("custom_line", {"metrics": "net_revenue", "dimensions": "category"}, 422, "chart_does_not_fit"),
    ],
)
def test_what_cannot_be_drawn_is_refused(  # noqa: PLR0917 - one case a line
    api: Client, slug: str, asked: dict[str, Any], status: int, code: str
):
    answer = api.as_role("data_analyst").get(f"charts/{slug}", None, **asked)

    assert (answer.status, answer.json["code"]) == (status, code)


def test_a_filter_that_a_chart_does_not_have_is_named(api: Client):
    answer = api.as_role("data_analyst").get("charts/ranking", None, lookback=3)
    assert json.loads(answer.body)["errors"][0]["pointer"] == "lookback"


def test_charts_of_one_page_are_drawn_from_one_answer(api: Client, monkeypatch: pytest.MonkeyPatch):
    busy()
    analyst, asked = api.as_role("data_analyst"), WHOLE | {"influencer_id": [1]}
    read, read_kinds = building.read, list[str]()

    def noted(session: Session, kind: Kind, *question: Any) -> Read:
        read_kinds.append(kind.slug)
        return read(session, kind, *question)

    monkeypatch.setattr(building, "read", noted)

    first, _, again = (analyst.get(f"charts/{slug}", None, **asked) for slug in ("categories", "shares", "categories"))
    assert (first.status, again.body, read_kinds) == (200, first.body, ["sales_by_category"])

    with db.transaction() as session:
        purchase(session, 1, DAYS[3], unit_price="1000.00")
    changed = analyst.get("charts/categories", None, **asked)
    assert changed.json["spec"]["data"]["values"] != first.json["spec"]["data"]["values"]
    assert len(read_kinds) == 2
