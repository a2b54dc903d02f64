"""What a report is, before anybody decides whether it becomes a workbook, a PDF or a CSV file.

A document holds finished values only: nothing in it is looked up, computed or rounded later, so that the same
document always gives the same file. Money is `Decimal` in the document's currency, a ratio is a float (0.25 is shown
as 25.0 %), a day is a `date` in the business time zone, an instant is a `datetime` in UTC. `None` means "there is no
value" and is never shown as 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

type Row = Mapping[str, object]


class Format(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    RATIO = "ratio"
    DECIMAL = "decimal"
    DAY = "day"
    INSTANT = "instant"


NUMERIC = frozenset({Format.INTEGER, Format.MONEY, Format.RATIO, Format.DECIMAL})
_OF_UNITS = {"count": Format.INTEGER, "money": Format.MONEY, "ratio": Format.RATIO}
_DIGITS = {Format.INTEGER: 0, Format.MONEY: 2, Format.RATIO: 1, Format.DECIMAL: 2}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a measure of a chart.

    `unit` is written after the label; money without one takes the document's currency. `width` is in characters and
    is worked out from the content where it is left out. `digits` are decimals as shown (for a ratio: of the per cent).
    `at` is where the value is found in what a service answers ("metrics.roi"), the key itself where it is left out.
    `unit_from` is the key of a column that names each row's unit, where rows differ: "count", "money" or "ratio".
    `is_rest` marks a measure that sums up all others of a chart, drawn in grey.
    `is_chance` marks a ratio that is a probability: never shown as 0 % or 100 %, since nothing to come is certain.
    """

    key: str
    label: str
    unit: str | None = None
    format: Format = Format.TEXT
    width: int | None = None
    digits: int | None = None
    at: str = ""
    is_chance: bool = False
    unit_from: str = ""
    is_rest: bool = False

    @property
    def is_numeric(self) -> bool:
        return self.format in NUMERIC

    @property
    def names_rows(self) -> bool:
        """Whether it says what a row is of, so that a sum can be called one here."""
        return self.format in {Format.TEXT, Format.DAY}

    @property
    def decimals(self) -> int:
        """How many decimals are shown."""
        return _DIGITS.get(self.format, 0) if self.digits is None else self.digits

    def unit_in(self, currency: str) -> str | None:
        """The unit to print, given the document's currency."""
        return self.unit or (currency if self.format is Format.MONEY else None)

    def of(self, row: Row) -> "Column":
        """The column as this row's value is shown in it."""
        return (
            replace(self, format=_OF_UNITS.get(str(row.get(self.unit_from)), self.format)) if self.unit_from else self
        )

    def heading(self, currency: str) -> str:
        """The label with its unit: "Net revenue (EUR)"."""
        unit = self.unit_in(currency)
        return f"{self.label} ({unit})" if unit else self.label


@dataclass(frozen=True, slots=True)
class Table:
    """`printed` are the keys of the columns that go on paper, all of them where it is empty."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    totals: Row | None = None
    slug: str = ""
    printed: Sequence[str] = ()

    @property
    def on_paper(self) -> "Table":
        """The table with the columns that are printed."""
        kept = [column for column in self.columns if not self.printed or column.key in self.printed]
        return replace(self, columns=kept)


@dataclass(frozen=True, slots=True)
class NativeChart:
    """Which cells of the table `table` an Excel chart is drawn from: the first `rows` rows, in the table's own order.

    `title` replaces the chart's where Excel shows less of it, such as no intervals.
    """

    kind: Literal["bar", "line", "stacked", "area", "donut", "scatter", "heat"]
    category: str
    values: Sequence[str]
    rows: int = 15
    table: str = ""
    title: str = ""


_DRAWN = ("value", "target", "across", "low", "high")


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with its data inside, and the same in words for those who cannot see it."""

    slug: str
    title: str
    spec: Mapping[str, Any]
    alt: str
    native: NativeChart | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: no point, or none that has a value other than zero."""
        values = (point.get(name) for point in self.spec["data"]["values"] for name in _DRAWN)
        return not any(value for value in values if not isinstance(value, str))  # a heat map has names across


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure, with the same figure of the period it is compared with."""

    measure: Column
    value: object
    previous: object = None


@dataclass(frozen=True, slots=True)
class Form:
    """What may be asked of a file beside its content.

    Attributes:
        paper: of a PDF, "a4" or "letter"; wide tables take more of either.
        archive: a PDF that keeps PDF/A-2b, or none.
        bom: CSV begins with a byte order mark, as Excel wants it.
        table: slug of the table that a CSV file holds; the first one if empty.
    """

    paper: Literal["a4", "letter"] = "a4"
    archive: bool = False
    bom: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything a file shows.

    `edition` names question and version of the data, `read_at` is when that version was first read: both are the same
    in every file of the same report from the same data. `facts` say what the report was made from (window, filters,
    data version, shop). `scope` is the short form of window and filters that stands on every printed page. `summary`
    is the same in sentences. `formulas` are (label, formula) of the metrics used.
    """

    title: str
    kind: str
    edition: str
    read_at: datetime
    tables: Sequence[Table]
    subtitle: str = ""
    scope: str = ""
    currency: str = "EUR"
    language: str = "en"
    author: str = "Influencer Marketing Analysis System"
    facts: Sequence[tuple[str, str]] = ()
    summary: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()
    formulas: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    form: Form = Form()
