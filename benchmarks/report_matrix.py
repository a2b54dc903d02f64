"""`python -m benchmarks.report_matrix [SIZE …] [KIND …]`: write reports in every format, and open all of it.

Sizes are `nothing`, `one` and `many` (10,000 rows, or as many as ROWS in the environment says); kinds are those of
reports, such as `ranking`; without them it is every one. With `--folder` the files stay, and beside them pictures of
the PDF pages, to be looked at. Tells of each file its size, the seconds and the CPU time of this process that it took
(the data are in those of the first format) and how much memory more than before, or with `--brief` of each format; then
each fault, and ends with 1 if there is any. qpdf, poppler and LibreOffice are used where they are installed.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
_PEAK = Path("/proc/self/clear_refs")  # a 5 written there has the kernel forget the process's peak


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


@dataclass(frozen=True)
class Cost:
    """Seconds, seconds of this process's CPU and megabytes more than before."""

    wall: float
    cpu: float
    memory: int

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.cpu:.1f} of CPU), {self.memory} MB more"


class Meter:
    """What was spent since it was made or read."""

    def __init__(self) -> None:
        self._reset()

    def read(self) -> Cost:
        cost = Cost(time.perf_counter() - self._wall, time.process_time() - self._cpu, _memory("VmHWM") - self._memory)
        self._reset()
        return cost

    def _reset(self) -> None:
        _PEAK.write_text("5")
        self._wall, self._cpu, self._memory = time.perf_counter(), time.process_time(), _memory("VmRSS")


def _memory(name: str) -> int:
    """Megabytes this process holds (VmRSS) or held at most since the peak was forgotten (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) // 1024


def written(folder: Path, size: str, kinds: Iterable[Kind]) -> Iterator[tuple[Path, Cost]]:
    """Each file with what it took; reading the data is in that of the first format."""
    for kind in kinds:
        meter = Meter()
        for file_format, rendered in made(kind, size, folder):
            file = folder / f"{kind.slug}-{size}.{file_format}"
            file.write_bytes(rendered.content)
            yield file, meter.read()
            meter = Meter()


def opened(folder: Path, size: str, kinds: Collection[Kind], *, brief: bool) -> Iterator[str]:
    """Write a size of the shop, say what it took, and tell what is wrong."""
    empty_all_tables()
    SIZES[size]()
    costs: dict[str, list[tuple[int, Cost]]] = defaultdict(list)
    for file, cost in written(folder, size, kinds):
        costs[file.suffix].append((file.stat().st_size, cost))
        if not brief:
            print(f"{file.name}: {file.stat().st_size:,} bytes, {cost}", flush=True)
        yield from (f"{file.name}: {fault}" for fault in opening.faults(file))
        if file.suffix == ".pdf" and "pdftoppm" not in opening.missing():
            opening.pictures(file, folder)
    for suffix, files in costs.items():
        print(f"{size}, {suffix}: {_together(files)}", flush=True)
    if "soffice" not in opening.missing():
        workbooks = [folder / f"{kind.slug}-{size}.xlsx" for kind in kinds]
        yield from _in_office(workbooks)


def _together(files: Sequence[tuple[int, Cost]]) -> str:
    sizes, costs = zip(*files, strict=True)
    wall, cpu = sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)
    most = f"the slowest {max(cost.wall for cost in costs):.1f} s, the largest {max(cost.memory for cost in costs)} MB"
    return f"{len(files)} files, {sum(sizes):,} bytes, {wall:.1f} s ({cpu:.1f} of CPU); {most}"


def _in_office(files: Iterable[Path]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as elsewhere:
        for file, rows in opening.in_office(files, Path(elsewhere)).items():
            own = len(file.with_suffix(".csv").read_text(encoding="utf-8").splitlines())
            if rows < own:
                yield f"{file.name}: LibreOffice finds {rows} rows of {own}"


def main(folder: Path, chosen: Sequence[str], *, brief: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    print(f"not installed and so not asked: {', '.join(opening.missing()) or 'none'}")
    sizes = [size for size in SIZES if size in chosen] or list(SIZES)
    kinds = [KINDS[name] for name in chosen if name not in SIZES] or list(KINDS.values())
    with tempfile.TemporaryDirectory() as place, server(Path(place)):
        faults = [fault for size in sizes for fault in opened(folder, size, kinds, brief=brief)]
    print("\n".join(faults) or "no faults")
    return bool(faults)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report_matrix", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the files stay; else they go when all are opened")
    parser.add_argument("--brief", action="store_true", help="a line for each size and format instead of each file")
    parser.add_argument("chosen", nargs="*", metavar="SIZE or KIND", choices=[[], *SIZES, *KINDS])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as elsewhere:
        sys.exit(main(given.folder or Path(elsewhere), given.chosen, brief=given.brief))
