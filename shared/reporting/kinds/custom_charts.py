"""Charts of a report of one's own: each draws what has its shape, and nothing otherwise."""

from collections.abc import Sequence

from shared.analytics.dimensions import TIMES, Dimension
from shared.reporting import charts
from shared.reporting.document import Chart, Column, Format
from shared.reporting.kinds.kind import ChartKind, Read
from shared.reporting.kinds.pivot import turned

_PAIR = 2  # dimensions
AMOUNTS = {Format.INTEGER, Format.MONEY}  # what may be stacked, and has shares


def _values(read: Read) -> list[Column]:
    """The metrics asked for that share the first one's unit."""
    columns = [read.column("metrics", slug) for slug in dict.fromkeys(read.query.metrics)]
    return [column for column in columns if column.format is columns[0].format]


def _dimensions(read: Read) -> list[Column]:
    keys = [column.key for column in read.tables["metrics"].columns]
    return [
        read.column("metrics", f"{each.value}_name" if f"{each.value}_name" in keys else each.value)
        for each in read.query.dimensions
    ]


def _times(read: Read) -> set[Dimension]:
    return TIMES & set(read.query.dimensions)


def _in_time(read: Read) -> bool:
    return len(read.query.dimensions) == 1 and bool(_times(read))


def _title(values: Sequence[Column], dimensions: Sequence[Column]) -> str:
    return f"{', '.join(column.label for column in values)} by {' and '.join(d.label.lower() for d in dimensions)}"


def _bars(read: Read) -> Chart | None:
    dimensions, values = _dimensions(read), _values(read)
    if len(dimensions) != 1 or _in_time(read):
        return None
    title, rows = _title(values, dimensions), read.rows("metrics")
    if len(values) == 1:
        return charts.ranking_bar(
            "custom_bar", title, rows, category=dimensions[0], value=values[0], top=15, **read.style
        )
    return charts.grouped_bar("custom_bar", title, rows, category=dimensions[0], values=values, **read.style)


def _stacked(read: Read) -> Chart | None:
    """The second dimension on top of each other for each value of the first."""
    dimensions, value = _dimensions(read), _values(read)[0]
    if len(dimensions) != _PAIR or _times(read) or value.format not in AMOUNTS:
        return None
    title, (category, across) = _title([value], dimensions), dimensions
    rows, columns = turned(read.rows("metrics"), category, across, value)
    return charts.stacked_bar("custom_stacked", title, rows, category=category, values=columns, **read.style)


def _line(read: Read) -> Chart | None:
    values = _values(read)
    if not _in_time(read):
        return None
    (day,) = _dimensions(read)
    title, rows = _title(values, [day]), read.rows("metrics")
    return charts.line_over_time("custom_line", title, rows, day=day, values=values, **read.style)


def _area(read: Read) -> Chart | None:
    """Over time, the other dimension on top of each other where there is one."""
    dimensions, value = sorted(_dimensions(read), key=_days_first), _values(read)[0]
    if len(_times(read)) != 1 or len(dimensions) > _PAIR or value.format not in AMOUNTS:
        return None
    title, day, rows, columns = _title([value], dimensions), dimensions[0], read.rows("metrics"), [value]
    if len(dimensions) == _PAIR:
        points, columns = turned(rows, day, dimensions[1], value)
        rows = sorted(points, key=lambda point: str(point[day.key]))
    return charts.area_over_time("custom_area", title, rows, day=day, values=columns, **read.style)


def _donut(read: Read) -> Chart | None:
    dimensions, value = _dimensions(read), _values(read)[0]
    if len(dimensions) != 1 or _in_time(read) or value.format not in AMOUNTS:
        return None
    title, rows = _title([value], dimensions), read.rows("metrics")
    return charts.donut("custom_donut", title, rows, category=dimensions[0], value=value, **read.style)


def _heat_map(read: Read) -> Chart | None:
    dimensions, value = _dimensions(read), _values(read)[0]
    if len(dimensions) != _PAIR:
        return None
    across, down = sorted(dimensions, key=_days_first)
    title, rows = _title([value], dimensions), read.rows("metrics")
    if across.key == "month":  # the first of a month stands for all of it
        rows = [dict(row) | {"month": str(row["month"])[:7]} for row in rows]
        across = Column("month", across.label)
    return charts.heat_map("custom_heat_map", title, rows, across=across, down=down, value=value, **read.style)


def _days_first(column: Column) -> bool:
    return column.format is not Format.DAY


def _scatter(read: Read) -> Chart | None:
    dimensions, metrics = _dimensions(read), list(dict.fromkeys(read.query.metrics))
    if len(dimensions) != 1 or _in_time(read) or len(metrics) < 2:  # noqa: PLR2004 - one across, one up
        return None
    across, up = (read.column("metrics", slug) for slug in metrics[:2])
    title, rows = f"{up.label} against {across.label}", read.rows("metrics")
    return charts.scatter("custom_scatter", title, rows, category=dimensions[0], across=across, up=up, **read.style)


CHARTS = (
    ChartKind("custom_bar", "Bars, for one dimension that is no time", _bars, "metrics"),
    ChartKind("custom_stacked", "Stacked bars, for two dimensions that are no time", _stacked),
    ChartKind("custom_line", "Lines, by day, week or month", _line, "metrics"),
    ChartKind("custom_area", "Areas by day, week or month, and perhaps another dimension", _area),
    ChartKind("custom_donut", "A ring of shares, for one dimension", _donut, "metrics"),
    ChartKind("custom_heat_map", "A heat map, for two dimensions", _heat_map, "metrics"),
    ChartKind("custom_scatter", "Points of one metric against another", _scatter, "metrics"),
)
