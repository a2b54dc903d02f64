"""`python -m benchmarks.report_matrix [SIZE …]`: write every kind in every format and size, and open all of it.

Sizes are `nothing`, `one` and `many` (10,000 rows, or as many as ROWS in the environment says). With `--folder` the
files stay, and beside them pictures of the PDF pages, to be looked at. Tells each fault and ends with 1 if there is
any. qpdf, poppler and LibreOffice are used where they are installed.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.bench_analytics import server
from shared.platform import db
from shared.reporting import detail_queries, details
from shared.reporting.document import Form
from shared.reporting.kinds import KINDS, building, question_of
from shared.reporting.kinds.kind import Kind
from shared.reporting.render import Rendered, render
from shared.reporting.rules import ReportFormat
from tests.conftest import empty_all_tables
from tests.reporting.matrix import opening
from tests.reporting.matrix.planting import ROWS, plant
from tests.reporting.shop import QUESTIONS, WHOLE, empty, one_sale

SIZES: dict[str, Callable[[], None]] = {"nothing": empty, "one": one_sale, "many": plant}
RECORDS: dict[str, dict[str, Any]] = {"purchases": WHOLE, "payment_lines": WHOLE}
OF_MANY: dict[str, dict[str, Any]] = {
    "campaign_comparison": {"limit": 200},
    "audience": {"influencer_id": [], "platform": ["TikTok", "Blog"]},
    "audience_overlap": {"influencer_id": [], "limit": 60},
    "finance_overview": {"by": "category"},
    "custom": {"dimensions": ["day", "category"]},
}


def asked(kind: Kind, size: str) -> dict[str, Any]:
    question = (QUESTIONS | RECORDS)[kind.slug] | (OF_MANY.get(kind.slug, {}) if size == "many" else {})
    has_limit = "limit" in kind.filters.model_fields and kind.slug not in {"campaign_comparison", "audience_overlap"}
    none = {"request_id": "none"} if kind.slug == "audit" and size == "nothing" else {}
    return question | none | ({"limit": ROWS} if has_limit else {})


def made(kind: Kind, size: str, folder: Path) -> Iterator[tuple[ReportFormat, Rendered]]:
    """All formats of one document."""
    question = question_of(kind, asked(kind, size))
    making = building.Making("R-1", "1", "Demo admin", kind.chart_slugs, form=Form())
    with db.snapshot() as data:
        document = building.document(data, kind, question, making)
        for file_format in kind.formats:
            if kind.detail is None:
                yield file_format, render(document, file_format)
            else:
                text_as = detail_queries.neutral if file_format is ReportFormat.CSV else detail_queries.unchanged
                path = folder / f"rows.{file_format}"
                yield file_format, details.rendered(data, kind.detail(question, text_as), document, path)


def written(folder: Path, size: str) -> Iterator[tuple[Path, float]]:
    """Each file with the seconds it took; reading the data is in that of the first format."""
    for kind in KINDS.values():
        start = time.perf_counter()
        for file_format, rendered in made(kind, size, folder):
            file = folder / f"{kind.slug}-{size}.{file_format}"
            file.write_bytes(rendered.content)
            yield file, time.perf_counter() - start
            start = time.perf_counter()


def opened(folder: Path, size: str, *, brief: bool) -> Iterator[str]:
    """Write a size of the shop, say what was made, and tell what is wrong."""
    empty_all_tables()
    SIZES[size]()
    made_of: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for file, seconds in written(folder, size):
        made_of[file.suffix].append((file.stat().st_size, seconds))
        if not brief:
            print(f"{file.name}: {file.stat().st_size:,} bytes, {seconds:.1f} s", flush=True)
        yield from (f"{file.name}: {fault}" for fault in opening.faults(file))
        if file.suffix == ".pdf" and "pdftoppm" not in opening.missing():
            opening.pictures(file, folder)
    for suffix, files in made_of.items():
        sizes, seconds_of = zip(*files, strict=True)
        slowest = f"{sum(seconds_of):.1f} s, the slowest {max(seconds_of):.1f} s"
        print(f"{size}, {suffix}: {len(files)} files, {sum(sizes):,} bytes, {slowest}", flush=True)
    if "soffice" not in opening.missing():
        yield from _in_office(folder, size)


def _in_office(folder: Path, size: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as elsewhere:
        for file, rows in opening.in_office(sorted(folder.glob(f"*-{size}.xlsx")), Path(elsewhere)).items():
            own = len(file.with_suffix(".csv").read_text(encoding="utf-8").splitlines())
            if rows < own:
                yield f"{file.name}: LibreOffice finds {rows} rows of {own}"


def main(folder: Path, sizes: Sequence[str], *, brief: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    print(f"not installed and so not asked: {', '.join(opening.missing()) or 'none'}")
    with tempfile.TemporaryDirectory() as place, server(Path(place)):
        faults = [fault for size in sizes or SIZES for fault in opened(folder, size, brief=brief)]
    print("\n".join(faults) or "no faults")
    return bool(faults)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report_matrix", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the files stay; else they go when all are opened")
    parser.add_argument("--brief", action="store_true", help="a line for each size and format instead of each file")
    parser.add_argument("sizes", nargs="*", metavar="SIZE", choices=[[], *SIZES])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as elsewhere:
        sys.exit(main(chosen.folder or Path(elsewhere), chosen.sizes, brief=chosen.brief))
