"""Charts of a report of one's own: each draws what has its shape, and nothing otherwise."""

from collections.abc import Callable, Sequence

from shared.analytics.dimensions import TIMES
from shared.reporting import charts
from shared.reporting.document import Chart, Column, Format
from shared.reporting.kinds.kind import ChartKind, Read

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


def _in_time(read: Read) -> bool:
    return len(read.query.dimensions) == 1 and read.query.dimensions[0] in TIMES


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
    dimensions, values = _dimensions(read), _values(read)
    if len(dimensions) != 1 or _in_time(read) or len(values) == 1 or values[0].format not in AMOUNTS:
        return None
    title, rows = _title(values, dimensions), read.rows("metrics")
    return charts.stacked_bar("custom_stacked", title, rows, category=dimensions[0], values=values, **read.style)


def _over_time(slug: str, draw: Callable[..., Chart]) -> Callable[[Read], Chart | None]:
    def of(read: Read) -> Chart | None:
        values = _values(read)
        if not _in_time(read) or (slug == "custom_area" and values[0].format not in AMOUNTS):
            return None
        (day,) = _dimensions(read)
        return draw(slug, _title(values, [day]), read.rows("metrics"), day=day, values=values, **read.style)

    return of


def _donut(read: Read) -> Chart | None:
    dimensions, value = _dimensions(read), _values(read)[0]
    if len(dimensions) != 1 or _in_time(read) or value.format not in AMOUNTS:
        return None
    title, rows = _title([value], dimensions), read.rows("metrics")
    return charts.donut("custom_donut", title, rows, category=dimensions[0], value=value, **read.style)


def _heat_map(read: Read) -> Chart | None:
    dimensions, value = _dimensions(read), _values(read)[0]
    if len(dimensions) != 2:  # noqa: PLR2004 - one across, one down
        return None
    across, down = sorted(dimensions, key=lambda column: column.format is not Format.DAY)
    title, rows = _title([value], dimensions), read.rows("metrics")
    return charts.heat_map("custom_heat_map", title, rows, across=across, down=down, value=value, **read.style)


def _scatter(read: Read) -> Chart | None:
    dimensions, metrics = _dimensions(read), list(dict.fromkeys(read.query.metrics))
    if len(dimensions) != 1 or _in_time(read) or len(metrics) < 2:  # noqa: PLR2004 - one across, one up
        return None
    across, up = (read.column("metrics", slug) for slug in metrics[:2])
    title, rows = f"{up.label} against {across.label}", read.rows("metrics")
    return charts.scatter("custom_scatter", title, rows, category=dimensions[0], across=across, up=up, **read.style)


def _of(slug: str, label: str, draw: Callable[[Read], Chart | None]) -> ChartKind:
    return ChartKind(slug, label, draw, "metrics")


CHARTS = (
    _of("custom_bar", "Bars, for one dimension that is no time", _bars),
    _of("custom_stacked", "Stacked bars, for several metrics of one unit", _stacked),
    _of("custom_line", "Lines, by day, week or month", _over_time("custom_line", charts.line_over_time)),
    _of("custom_area", "Areas, by day, week or month", _over_time("custom_area", charts.area_over_time)),
    _of("custom_donut", "A ring of shares, for one dimension", _donut),
    _of("custom_heat_map", "A heat map, for two dimensions", _heat_map),
    _of("custom_scatter", "Points of one metric against another", _scatter),
)
