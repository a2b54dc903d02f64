"""Native Excel charts that read the cells beside them, so that they follow whoever filters or edits the table."""

from collections.abc import Callable
from typing import Any

from shared.reporting import wording
from shared.reporting.charts.theme import PALETTE, SEQUENTIAL
from shared.reporting.document import Chart, Column, Format, NativeChart, Table
from shared.reporting.xlsx_cells import number_format
from shared.reporting.xlsx_names import letter

_WIDTH_CM = 19
_ROWS_PER_CM = 1.9  # rows of the default height


def drawing(sheet: Any, chart: Chart, table: Table, currency: str) -> tuple[Any, int]:
    """The chart and how many rows of the sheet it covers."""
    native = chart.native
    if native is None:
        raise ValueError("This chart has no cells to draw from.")
    shown = min(native.rows, len(table.rows))
    graph = _GRAPHS[native.kind](native, shown)
    graph.title = wording.one_line(native.title or chart.title)
    graph.width = _WIDTH_CM
    lying = native.kind == "bar" and len(native.values) == 1
    graph.height = max(7.5, min(16.0, shown * 0.7 + 3)) if lying else 9
    _fill(graph, sheet, chart=native, table=table, shown=shown)
    if native.kind != "donut":
        _label_axes(graph, native, table, currency)
        if all(_not_negative(row.get(key)) for row in table.rows[:shown] for key in native.values):
            graph.y_axis.scaling.min = 0  # bars that begin elsewhere tell of differences that are not there
    return graph, round(graph.height * _ROWS_PER_CM) + 1


def _not_negative(value: object) -> bool:
    return wording.is_absent(value) or wording.exact(value) >= 0


def shade(sheet: Any, native: NativeChart, table: Table) -> None:
    """A heat map where the numbers stand: the higher, the darker."""
    from openpyxl.formatting.rule import ColorScaleRule  # noqa: PLC0415 - only a rendering process needs it

    place = [column.key for column in table.columns].index(native.values[0])
    column, last = letter(place), len(table.rows) + 1
    light, dark = (colour[1:] for colour in (SEQUENTIAL[0], SEQUENTIAL[2]))
    rule = ColorScaleRule(start_type="min", start_color=light, end_type="max", end_color=dark)
    sheet.conditional_formatting.add(f"{column}2:{column}{last}", rule)


def _bars(native: NativeChart, shown: int) -> Any:
    """Lying bars in the order of the table for one measure; upright ones side by side for several."""
    from openpyxl.chart import BarChart  # noqa: PLC0415 - only a rendering process needs it

    graph = BarChart()
    lying = len(native.values) == 1
    graph.type = "bar" if lying else "col"
    graph.gapWidth = 45 if shown > 1 else 200
    graph.x_axis.scaling.orientation = "maxMin" if lying else "minMax"
    if lying:
        graph.y_axis.crosses = "max"  # the order is turned round, and the figures stay at the foot
    graph.x_axis.tickLblPos = "low"  # names stay clear of negative bars
    return graph


def _stacked(_: NativeChart, shown: int) -> Any:
    from openpyxl.chart import BarChart  # noqa: PLC0415 - only a rendering process needs it

    graph = BarChart()
    graph.type, graph.grouping, graph.overlap = "col", "stacked", 100
    graph.gapWidth = 60 if shown > 1 else 200
    graph.x_axis.tickLblPos = "low"
    return graph


def _areas(_native: NativeChart, _shown: int) -> Any:
    from openpyxl.chart import AreaChart  # noqa: PLC0415 - only a rendering process needs it

    graph = AreaChart()
    graph.grouping = "stacked"
    return _over_days(graph)


def _ring(_native: NativeChart, _shown: int) -> Any:
    from openpyxl.chart import DoughnutChart  # noqa: PLC0415 - only a rendering process needs it

    return DoughnutChart(holeSize=55)


def _scattered(_native: NativeChart, _shown: int) -> Any:
    from openpyxl.chart import ScatterChart  # noqa: PLC0415 - only a rendering process needs it

    graph = ScatterChart()
    graph.style, graph.scatterStyle, graph.legend = 13, "lineMarker", None
    return graph


def _lines(_native: NativeChart, _shown: int) -> Any:
    from openpyxl.chart import LineChart  # noqa: PLC0415 - only a rendering process needs it

    return _over_days(LineChart())


def _over_days(graph: Any) -> Any:
    from openpyxl.chart.axis import DateAxis  # noqa: PLC0415 - only a rendering process needs it

    graph.x_axis = DateAxis(crossAx=100)
    graph.x_axis.number_format = "d mmm"
    graph.y_axis.crossAx = 500
    graph.x_axis.tickLblPos = "low"
    return graph


# By kind of chart; a heat map is none, it is the cells themselves.
_GRAPHS: dict[str, Callable[[NativeChart, int], Any]] = {
    "bar": _bars,
    "stacked": _stacked,
    "line": _lines,
    "area": _areas,
    "donut": _ring,
    "scatter": _scattered,
}


def _fill(graph: Any, sheet: Any, *, chart: NativeChart, table: Table, shown: int) -> None:
    from openpyxl.chart import Reference, Series  # noqa: PLC0415 - only a rendering process needs it

    place = {column.key: index for index, column in enumerate(table.columns, 1)}
    names = Reference(sheet, min_col=place[chart.category], min_row=2, max_row=shown + 1)
    for number, key in enumerate(chart.values):
        cells = Reference(sheet, min_col=place[key], min_row=1, max_row=shown + 1)
        if chart.kind == "scatter":
            series = Series(cells, names, title_from_data=True)
        else:
            series = Series(cells, title_from_data=True)
        _paint(series, PALETTE[number % len(PALETTE)][1:], chart.kind, shown)
        graph.series.append(series)
    if chart.kind != "scatter":
        graph.set_categories(names)
    if len(chart.values) == 1 and chart.kind != "donut":
        graph.legend = None
    else:
        graph.legend.position = "r" if chart.kind == "donut" else "t"


def _paint(series: Any, color: str, kind: str, shown: int) -> None:
    if kind == "line":
        series.graphicalProperties.line.solidFill = color
        series.graphicalProperties.line.width = 22_000  # EMU: 1.7 points
        series.smooth = False
    elif kind == "scatter":
        series.marker.symbol, series.marker.size = "circle", 7
        series.marker.graphicalProperties.solidFill = color
        series.graphicalProperties.line.noFill = True
    elif kind == "donut":
        _paint_slices(series, shown)
    else:
        series.graphicalProperties.solidFill = color
        series.invertIfNegative = None if kind == "area" else False


def _paint_slices(series: Any, shown: int) -> None:
    from openpyxl.chart.marker import DataPoint  # noqa: PLC0415 - only a rendering process needs it

    for number in range(shown):
        slice_ = DataPoint(idx=number)
        slice_.graphicalProperties.solidFill = PALETTE[number % len(PALETTE)][1:]
        series.dPt.append(slice_)


def _label_axes(graph: Any, native: NativeChart, table: Table, currency: str) -> None:
    measure = next(column for column in table.columns if column.key == native.values[0])
    graph.y_axis.number_format = _axis_format(measure)
    label = measure.heading(currency) if len(native.values) == 1 else measure.unit_in(currency)
    graph.y_axis.title = wording.one_line(label) if label else None
    graph.y_axis.majorGridlines.spPr = _hairline()
    if native.kind == "scatter":
        across = next(column for column in table.columns if column.key == native.category)
        graph.x_axis.title = wording.one_line(across.heading(currency))
        graph.x_axis.number_format = _axis_format(across)
        graph.x_axis.majorGridlines = None
    graph.x_axis.delete = graph.y_axis.delete = False  # Excel hides axes that do not say otherwise


def _axis_format(measure: Column) -> str:
    rough = Column(measure.key, measure.label, format=measure.format, digits=0)
    return number_format(measure if measure.format is Format.DECIMAL else rough)


def _hairline() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties  # noqa: PLC0415 - only a rendering process needs it
    from openpyxl.drawing.line import LineProperties  # noqa: PLC0415 - the same

    return GraphicalProperties(ln=LineProperties(solidFill="E4E7EB"))
