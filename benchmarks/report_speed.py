"""`python -m benchmarks.report_speed [ROWS]`: detail exports against openpyxl's write-only mode and against bare COPY.

Workbooks are of 100,000 rows of 12 columns held in memory; CPU time, since other work may share the cores. Then a shop
of ROWS purchases (200,000 by default) is exported as both formats, and the memory that takes is measured. Targets: a
workbook in at most 0.35 of openpyxl's time and 100 MB, a CSV file at no less than 0.6 of the speed of COPY. What
reports do to a host is measured by `benchmarks.report_load`.
"""

import io
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.bench_analytics import server
from benchmarks.campaign_speed import fill
from shared.platform import db
from shared.reporting import detail_queries, details
from shared.reporting.document import Column, Format, ReportDocument, Table
from shared.reporting.kinds.purchases import PURCHASES, PurchasesFilters, statement
from shared.reporting.plain_workbook import PlainWorkbook
from shared.reporting.rules import ReportFormat

LONG, ROUNDS = 100_000, 3
MADE = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = (
    Column("number", "Number", format=Format.INTEGER),
    Column("day", "Day", format=Format.DAY),
    Column("name", "Influencer"),
    Column("category", "Category"),
    Column("text", "Text"),
    Column("units", "Units", format=Format.INTEGER),
    Column("price", "Price", format=Format.MONEY),
    Column("revenue", "Revenue", format=Format.MONEY),
    Column("share", "Share", format=Format.RATIO),
    Column("end", "End", format=Format.DAY),
    Column("state", "State"),
    Column("rating", "Rating", format=Format.INTEGER),
)


def values() -> list[tuple[object, ...]]:
    chance = random.Random(1)  # noqa: S311 - made-up data
    first = date(2024, 1, 1)
    return [
        (
            number,
            first + timedelta(chance.randrange(700)),
            f"Demo influencer {chance.randrange(2000)}",
            chance.choice(["Bags", "Shoes", "Hats"]),
            f"Order {number} & more",
            chance.randint(1, 9),
            Decimal(chance.randint(1, 99_999)) / 100,
            Decimal(chance.randint(1, 999_999)) / 100,
            chance.random(),
            first + timedelta(chance.randrange(700)),
            chance.choice(["completed", "returned"]),
            chance.randint(1, 5),
        )
        for number in range(LONG)
    ]


def ours(rows: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryFile() as target:
        book = PlainWorkbook(target, COLUMNS, "EUR", MADE)
        book.write_table("Rows", rows)
        book.finish()


def openpyxl_alone(rows: list[tuple[object, ...]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - only what is measured

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append([column.label for column in COLUMNS])
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def cpu(work: Callable[[], Any]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def wall(work: Callable[[], Any]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def peak() -> int:
    """Megabytes this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Nowhere:
    def write(self, row: bytes) -> None:
        """Take a row and forget it."""


def copy_alone() -> None:
    with db.snapshot() as data:
        connection: Any = data.connection().connection
        asked = statement(PurchasesFilters(window="all"), detail_queries.unchanged).compile(data.get_bind())
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY ({asked}) TO STDOUT (FORMAT csv)", Nowhere())


def export(file_format: ReportFormat) -> None:
    table = Table("Purchases", PURCHASES.sections[0].columns, [], slug="purchases")
    document = ReportDocument("Purchases", "purchases", "edition", MADE, [table])
    text_as = detail_queries.neutral if file_format is ReportFormat.CSV else detail_queries.unchanged
    asked = statement(PurchasesFilters(window="all"), text_as)
    with db.snapshot() as data, tempfile.TemporaryDirectory() as folder:
        details.rendered(data, asked, document, Path(folder) / f"purchases.{file_format}")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        fill(rows)
        before = peak()
        for file_format in (ReportFormat.CSV, ReportFormat.XLSX):
            spent = statistics.median(wall(lambda: export(file_format)) for _ in range(ROUNDS))  # noqa: B023
            print(f"{file_format} of {rows:,} purchases: {spent:.2f} s, {peak() - before} MB more than before")
        bare = statistics.median(wall(copy_alone) for _ in range(ROUNDS))
        csv = statistics.median(wall(lambda: export(ReportFormat.CSV)) for _ in range(ROUNDS))
        print(f"COPY alone: {bare:.2f} s; the export runs at {bare / csv:.2f} of its speed")
    made = values()
    mine = statistics.median(cpu(lambda: ours(made)) for _ in range(ROUNDS))
    theirs = cpu(lambda: openpyxl_alone(made))
    print(f"{LONG:,} x {len(COLUMNS)}: {mine:.2f} s of CPU, openpyxl {theirs:.2f}, ratio {mine / theirs:.2f}")


if __name__ == "__main__":
    main()
