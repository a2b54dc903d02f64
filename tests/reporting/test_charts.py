import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.reporting import charts
from shared.reporting.document import Column, Format, Row

NAME = Column("n.a[me]", "Influencer")
ROI = Column("roi", "ROI", format=Format.RATIO)
NET = Column("net", "Net revenue", format=Format.MONEY)
COST = Column("cost", "Cost", format=Format.MONEY)
DAY = Column("day", "Day", format=Format.DAY)
ROWS: list[Row] = [
    {NAME.key: "A", "roi": 3.2, "low": 2.0, "high": 4.5, "net": Decimal("10.10"), "cost": Decimal(4)},
    {NAME.key: "B", "roi": -0.5, "low": -0.9, "high": 0.1, "net": Decimal("20.20"), "cost": None},
    {NAME.key: "B", "roi": None, "low": None, "high": None, "net": None, "cost": None},
]
DAYS: list[Row] = [{"day": date(2026, 1, 1) + timedelta(days), "net": Decimal(days), "cost": 5} for days in range(3)]


def ranking(rows=ROWS, **options):
    return charts.ranking_bar("roi", "ROI", rows, category=NAME, value=ROI, interval=("low", "high"), **options)


def texts(svg):
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]  # noqa: S314


def test_a_ranking_says_who_leads_and_how_sure_that_is():
    assert ranking().alt == (
        "Bar chart of ROI by Influencer, 3 shown. Highest is A with 320.0% (between 200.0% and 450.0%). "
        "Lowest is B with −50.0%. 1 have no value."  # noqa: RUF001
    )


def test_namesakes_have_bars_of_their_own_and_absent_is_not_zero():
    values = ranking().spec["data"]["values"]
    assert [point["name"] for point in values] == ["A", "B", "B (2)"]
    assert values[2]["value"] is None


def test_only_the_top_is_drawn_and_the_rest_is_mentioned():
    chart = ranking(top=1)
    assert len(chart.spec["data"]["values"]) == 1
    assert "2 more in the table" in chart.alt


def test_lines_say_where_they_begin_end_and_peak():
    chart = charts.line_over_time("net", "Net", DAYS, day=DAY, values=[NET, COST])
    assert "Net revenue begins at 0.00 EUR, ends at 2.00 EUR and is highest on 2026-01-03 with 2.00 EUR." in chart.alt
    assert texts(charts.to_svg(chart.spec)).count("Net revenue") == 1


def test_groups_name_the_best_of_each_measure():
    chart = charts.grouped_bar("g", "Groups", ROWS, category=NAME, values=[NET, COST], currency="USD")
    assert "Net revenue is highest for B with 20.20 USD. Cost is highest for A with 4.00 USD." in chart.alt


@pytest.mark.parametrize(
    "chart",
    [
        ranking(),
        ranking([]),
        charts.line_over_time("l", "L", [], day=DAY, values=[NET]),
        charts.line_over_time("l", "L", DAYS[:1], day=DAY, values=[NET, COST]),
        charts.grouped_bar("g", "G", ROWS, category=NAME, values=[NET, COST]),
        charts.grouped_bar("g", "G", [], category=NAME, values=[NET]),
    ],
)
def test_every_chart_is_json_and_draws(chart):
    json.dumps(chart.spec, allow_nan=False)
    assert charts.to_svg(chart.spec).startswith("<svg")
    assert chart.alt


def test_names_and_per_cent_are_on_the_picture():
    shown = texts(charts.to_svg(ranking().spec))
    assert {"A", "B", "B (2)", "ROI", "0%", "100%"} <= set(shown)


def test_numbers_follow_the_language():
    chart = charts.grouped_bar("g", "G", [{NAME.key: "A", "net": 9000}], category=NAME, values=[NET])
    assert "2.000" in texts(charts.to_svg(chart.spec, "de"))
    assert "2,000" in texts(charts.to_svg(chart.spec, "en"))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_name_draws(name):
    ET.fromstring(charts.to_svg(ranking([{NAME.key: name, "roi": 1.0, "low": 0.0, "high": 2.0}]).spec))  # noqa: S314


def test_importing_the_renderers_loads_nothing_heavy():
    code = (
        "import sys, shared.reporting.render as _; "
        "print({'openpyxl', 'typst', 'vl_convert', 'pandas', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
