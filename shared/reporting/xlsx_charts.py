"""Native Excel charts that read the cells beside them, so that they follow whoever filters or edits the table."""

from typing import Any

from shared.reporting import wording
from shared.reporting.chart_theme import PALETTE
from shared.reporting.document import Chart, Column, Format, NativeChart, Table
from shared.reporting.xlsx_cells import number_format

_WIDTH_CM = 19
_ROWS_PER_CM = 1.9  # rows of the default height


def drawing(sheet: Any, chart: Chart, table: Table, currency: str) -> tuple[Any, int]:
    """The chart and how many rows of the sheet it covers."""
    native = chart.native
    if native is None:
        raise ValueError("This chart has no cells to draw from.")
    shown = min(native.rows, len(table.rows))
    graph = _bars(native, shown) if native.kind == "bar" else _lines()
    graph.title = wording.one_line(native.title or chart.title)
    graph.width = _WIDTH_CM
    graph.height = max(7.5, min(16.0, shown * 0.7 + 3)) if native.kind == "bar" and len(native.values) == 1 else 9
    _fill(graph, sheet, chart=native, table=table, shown=shown)
    _label_axes(graph, native, table, currency)
    return graph, round(graph.height * _ROWS_PER_CM) + 1


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


def _lines() -> Any:
    from openpyxl.chart import LineChart  # noqa: PLC0415 - only a rendering process needs it
    from openpyxl.chart.axis import DateAxis  # noqa: PLC0415 - the same

    graph = LineChart()
    graph.x_axis = DateAxis(crossAx=100)
    graph.x_axis.number_format = "d mmm"
    graph.y_axis.crossAx = 500
    graph.x_axis.tickLblPos = "low"
    return graph


def _fill(graph: Any, sheet: Any, *, chart: NativeChart, table: Table, shown: int) -> None:
    from openpyxl.chart import Reference, Series  # noqa: PLC0415 - only a rendering process needs it

    place = {column.key: index for index, column in enumerate(table.columns, 1)}
    names = Reference(sheet, min_col=place[chart.category], min_row=2, max_row=shown + 1)
    for number, key in enumerate(chart.values):
        cells = Reference(sheet, min_col=place[key], min_row=1, max_row=shown + 1)
        series = Series(cells, title_from_data=True)
        _paint(series, PALETTE[number % len(PALETTE)][1:], line=chart.kind == "line")
        graph.series.append(series)
    graph.set_categories(names)
    if len(chart.values) == 1:
        graph.legend = None
    else:
        graph.legend.position = "t"


def _paint(series: Any, color: str, *, line: bool) -> None:
    if line:
        series.graphicalProperties.line.solidFill = color
        series.graphicalProperties.line.width = 22_000  # EMU: 1.7 points
        series.smooth = False
    else:
        series.graphicalProperties.solidFill = color
        series.invertIfNegative = False


def _label_axes(graph: Any, native: NativeChart, table: Table, currency: str) -> None:
    measure = next(column for column in table.columns if column.key == native.values[0])
    graph.y_axis.number_format = _axis_format(measure)
    graph.y_axis.title = measure.heading(currency) if len(native.values) == 1 else measure.unit_in(currency)
    graph.y_axis.majorGridlines.spPr = _hairline()
    graph.x_axis.delete = graph.y_axis.delete = False  # Excel hides axes that do not say otherwise


def _axis_format(measure: Column) -> str:
    rough = Column(measure.key, measure.label, format=measure.format, digits=0)
    return number_format(measure if measure.format is Format.DECIMAL else rough)


def _hairline() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties  # noqa: PLC0415 - only a rendering process needs it
    from openpyxl.drawing.line import LineProperties  # noqa: PLC0415 - the same

    return GraphicalProperties(ln=LineProperties(solidFill="E4E7EB"))
