"""Charts as Vega-Lite specifications, built once and drawn by the dashboard, in PDF files and wherever else.

The rows go into a specification under names of our own ("name", "value", ...): Vega reads dots and brackets in field
names as paths, and callers' keys are none of its business.
"""

from shared.reporting.charts.bands import line_with_band
from shared.reporting.charts.bars import grouped_bar, ranking_bar, stacked_bar
from shared.reporting.charts.bullets import bullet
from shared.reporting.charts.drawing import to_png, to_svg
from shared.reporting.charts.grids import heat_map
from shared.reporting.charts.lines import area_over_time, line_compared, line_over_time
from shared.reporting.charts.points import scatter
from shared.reporting.charts.shares import donut

__all__ = [
    "area_over_time",
    "bullet",
    "donut",
    "grouped_bar",
    "heat_map",
    "line_compared",
    "line_over_time",
    "line_with_band",
    "ranking_bar",
    "scatter",
    "stacked_bar",
    "to_png",
    "to_svg",
]
