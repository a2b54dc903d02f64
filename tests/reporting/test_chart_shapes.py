"""What each shape of chart shows and says: shares, points, grids, targets, other periods, bands."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from shared.reporting import charts
from shared.reporting.charts import theme
from shared.reporting.document import Column, Format, Row
from shared.reporting.kinds.pivot import turned

NAME = Column("name", "Influencer")
NET = Column("net", "Net revenue", format=Format.MONEY)
COST = Column("cost", "Cost", format=Format.MONEY)
DAY = Column("day", "Day", format=Format.DAY)
MONTH = Column("month", "Month")
CATEGORY = Column("category", "Category")


def days(*values: object) -> list[Row]:
    return [{"day": date(2026, 1, 1) + timedelta(number), "net": value} for number, value in enumerate(values)]


def test_a_ring_has_six_slices_and_other():
    rows = [{"name": f"N{number}", "net": Decimal(number)} for number in range(10)]

    chart = charts.donut("d", "D", rows, category=NAME, value=NET)

    values = chart.spec["data"]["values"]
    assert [point["name"].split()[0] for point in values] == ["N9", "N8", "N7", "N6", "N5", "N4", "Other"]
    assert values[-1]["value"] == 3 + 2 + 1  # what is not above zero has no share
    assert chart.spec["encoding"]["color"]["scale"]["range"][-1] not in theme.PALETTE
    assert "N9 9.00 EUR (20%)" in chart.alt
    assert "Other 6.00 EUR (13%)" in chart.alt


def test_points_say_how_many_are_worth_it():
    rows: list[dict[str, Any]] = [
        {"name": "A", "net": Decimal(10), "cost": Decimal(4)},
        {"name": "B", "net": Decimal(3), "cost": Decimal(5)},
        {"name": "C", "net": None, "cost": Decimal(1)},
    ]

    chart = charts.scatter("s", "S", rows, category=NAME, across=COST, up=NET)

    assert chart.alt == (
        "Scatter chart of Net revenue against Cost, 2 shown. Net revenue is highest for A with 10.00 EUR. "
        "Cost is highest for B with 5.00 EUR. 1 have more net revenue than cost. 1 have no value."
    )
    even = chart.spec["layer"][0]["data"]["values"][-1]
    assert even == {"across": 5.0, "value": 5.0}  # as far as both axes go


def test_points_that_are_not_drawn_are_counted():
    rows = [{"name": f"N{n}", "net": Decimal(n), "cost": Decimal(n)} for n in range(250)]

    chart = charts.scatter("s", "S", rows, category=NAME, across=COST, up=NET)

    assert chart.alt.startswith("Scatter chart of Net revenue against Cost, 200 shown, 50 more in the table.")


def test_names_of_many_columns_stand_upright_and_no_value_is_squeezed_into_them():
    rows = [{"month": f"2026-01-{n:02}", "category": "Bags", "net": Decimal(n)} for n in range(60)]

    few, many = (
        charts.heat_map("h", "H", rows[:number], across=MONTH, down=CATEGORY, value=NET).spec for number in (10, 60)
    )

    assert [len(spec["layer"]) for spec in (few, many)] == [2, 1]
    assert [spec["encoding"]["x"]["axis"]["labelAngle"] for spec in (few, many)] == [-35, -90]
    assert many["encoding"]["x"]["axis"]["labelFontSize"] < 560 / 60


def test_what_the_others_come_to_is_grey_over_time_too():
    rows = [{"day": date(2026, 1, 1), "category": f"C{n}", "net": Decimal(n)} for n in range(9)]

    points, columns = turned(rows, DAY, CATEGORY, NET)
    spec = charts.area_over_time("a", "A", points, day=DAY, values=columns).spec

    scale = spec["encoding"]["color"]["scale"]
    assert scale["domain"][-1] == "Other"
    assert scale["range"][-1] not in theme.PALETTE


def test_a_heat_map_without_any_value_is_empty():
    rows = [{"month": "2026-01", "category": "Bags", "net": None}]

    assert charts.heat_map("h", "H", rows, across=MONTH, down=CATEGORY, value=NET).is_empty


def test_a_heat_map_keeps_the_order_and_leaves_out_what_is_unknown():
    rows: list[dict[str, Any]] = [
        {"month": "2026-02", "category": "Shoes", "net": Decimal(5)},
        {"month": "2026-01", "category": "Shoes", "net": None},
        {"month": "2026-01", "category": "Bags", "net": Decimal(7)},
    ]

    chart = charts.heat_map("h", "H", rows, across=MONTH, down=CATEGORY, value=NET)

    assert chart.spec["encoding"]["x"]["scale"]["domain"] == ["2026-02", "2026-01"]
    assert chart.alt == (
        "Heat map of Net revenue, 2 of Category by 2 of Month. Highest is Bags and 2026-01 with 7.00 EUR. "
        "Lowest is Shoes and 2026-02 with 5.00 EUR. 1 have no value."
    )
    assert "null" not in charts.to_svg(chart.spec)


def test_a_heat_map_draws_no_more_names_than_a_page_takes_and_keeps_namesakes_apart():
    name = "A category of a name that goes on and on, number {}".format
    rows: list[dict[str, Any]] = [{"month": "2026-01", "category": name(n), "net": n} for n in range(1000)]

    chart = charts.heat_map("h", "H", rows, across=MONTH, down=CATEGORY, value=NET)

    assert [point["value"] for point in chart.spec["data"]["values"]] == list(range(970, 1000))
    assert len({point["down"] for point in chart.spec["data"]["values"]}) == 30


def test_a_bullet_holds_values_against_targets():
    rows = [{"name": "Spring", "net": Decimal(50), "cost": Decimal(80)}]
    chart = charts.bullet("b", "B", rows, category=NAME, value=NET, target=COST)
    assert chart.alt.endswith("Spring: 50.00 EUR of 80.00 EUR.")


def test_another_period_lies_under_this_one_point_by_point():
    chart = charts.line_compared("l", "L", days(1, 2, 3), days(4, 5), day=DAY, value=NET)

    before = [point for point in chart.spec["data"]["values"] if point["series"] == "Period before"]
    assert [(point["day"], point["value"]) for point in before] == [("2026-01-01", 4.0), ("2026-01-02", 5.0)]
    assert "strokeDash" in chart.spec["encoding"]


def test_areas_take_what_is_missing_for_nothing():
    chart = charts.area_over_time("a", "A", days(1, None), day=DAY, values=[NET])
    assert [point["value"] for point in chart.spec["data"]["values"]] == [1.0, 0.0]


def test_a_band_is_drawn_where_both_ends_are_known():
    rows = [dict(row) | {"low": low, "high": 9} for row, low in zip(days(1, 2), (None, 1), strict=True)]
    chart = charts.line_with_band("p", "P", rows, day=DAY, values=[NET], band=("low", "high"))
    assert chart.spec["layer"][0]["data"]["values"] == [{"day": "2026-01-02", "low": 1.0, "high": 9.0}]


def test_stacked_bars_are_parts_of_one_whole():
    rows = [{"name": "A", "net": Decimal(3), "cost": Decimal(1)}]
    chart = charts.stacked_bar("s", "S", rows, category=NAME, values=[NET, COST])
    assert chart.spec["encoding"]["y"]["stack"] == "zero"
    assert chart.alt.startswith("Stacked bar chart of 1 categories.")


def test_turning_keeps_every_cent():
    rows: list[dict[str, Any]] = [
        {"month": f"m{number % 3}", "category": f"c{number % 9}", "net": Decimal(number) / 100} for number in range(90)
    ]

    turned_rows, columns = turned(rows, MONTH, CATEGORY, NET)

    assert [column.label for column in columns] == ["c8", "c7", "c6", "c5", "c4", "c3", "Other"]
    assert sum(row.get(column.key, 0) for row in turned_rows for column in columns) == sum(row["net"] for row in rows)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_shades_of_heat_maps_grow_darker_step_by_step():
    shades = [luminance(colour) for colour in theme.SEQUENTIAL]
    assert shades == sorted(shades, reverse=True)
    assert all(light - dark > 0.02 for light, dark in pairwise(shades))


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_words_have_the_separators_of_the_language(language: str):
    chart = charts.donut("d", "D", [{"name": "A", "net": Decimal(1234)}], category=NAME, value=NET, language=language)
    assert {"en": "1,234.00", "de": "1.234,00", "fr": "1\u202f234,00"}[language].replace("\u202f", " ") in chart.alt
