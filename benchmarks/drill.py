"""`make drill`: everything that can go wrong is made to, on real parts; a line with a verdict for each.

The faults are those of tests/faults, in their long form: outages of 30 seconds, recovery by the app's own timers, and
`ROUNDS` rounds (100 unless given) of `kill -9` in the middle of an import, a computation of payments, a rendering and a
ranking. Exit code 0: all passed; 1: one did not, and its traceback stands under its line.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
DRILLS = ("tests/platform/test_timers.py", "tests/faults")
QUIETLY = ("-c", str(PROJECT / "pyproject.toml"), "-o", "addopts=--strict-markers", "-p", "no:terminal")
SIGNS = {"passed": "✓", "failed": "✗", "skipped": "-"}


class Verdicts:
    """Says which fault is being tried, and then what came of it."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(SIGNS, 0)
        self._began = 0.0

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._began = time.monotonic()
        print(f"… {_title(nodeid)}", file=sys.__stderr__, flush=True)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        self.counts[report.outcome] += 1
        seconds = time.monotonic() - self._began
        _say(f"{SIGNS[report.outcome]} {_title(report.nodeid)}, {seconds:.0f} s")
        for line in _told(report):
            _say(f"    {line}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.counts["failed"] += 1
            _say(f"✗ {report.nodeid}\n{report.longreprtext}")


def _title(nodeid: str) -> str:
    file, _, name = nodeid.partition("::")
    return f"{Path(file).stem} {name}".replace("test_", "").replace("_", " ").strip()


def _told(report: pytest.TestReport) -> list[str]:
    if report.failed:
        return report.longreprtext.splitlines()[-40:]
    if isinstance(report.longrepr, tuple):
        return [report.longrepr[2]]
    return [str(value) for name, value in report.user_properties if name == "verdict"]


def _say(line: str) -> None:
    print(line, file=sys.__stdout__, flush=True)  # past pytest, which keeps what is printed to itself


def run(rounds: int, paths: Sequence[str], chosen: str = "") -> int:
    """Return the exit code."""
    os.environ |= {"DRILL": "1", "ROUNDS": str(rounds)}
    verdicts = Verdicts()
    choice = ["-k", chosen] if chosen else []
    code = pytest.main([*QUIETLY, *choice, *paths], plugins=[verdicts])
    counts = verdicts.counts
    _say(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} could not be tried here")
    return int(bool(code or counts["failed"]))


def main() -> int:
    parser = argparse.ArgumentParser(prog="make drill", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="how often everything is killed")
    parser.add_argument("--only", default="", help="names of drills, as pytest's -k takes them")
    parser.add_argument("paths", nargs="*", default=[str(PROJECT / path) for path in DRILLS], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    return run(arguments.rounds, arguments.paths, arguments.only)


if __name__ == "__main__":
    sys.exit(main())
