"""How long Azure waits for the app to be indexed, against the bare import of what it cannot do without.

Fresh processes by turns: medians of CPU seconds (importing hardly waits) and their ratio, with byte code (the package
that is deployed has it, whatever PYTHONDONTWRITEBYTECODE says here) and without. Then where the time goes, by package,
as `python -X importtime` tells: the least of some runs for each module. Target: a ratio below 1.3.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TARGET = 1.3
BASE = "import azure.functions, pydantic, sqlalchemy.orm, psycopg2"
APP = "import function_app; function_app.app.get_functions()"
TIMED = "import time; began = time.process_time(); {code}; print(time.process_time() - began)"
LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", re.MULTILINE)
LEAST_SHARE = 0.02


def python(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh process whose byte code is in that folder."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": folder}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True, env=environment)


def seconds(folder: str, code: str, *options: str) -> float:
    return float(python(folder, *options, "-c", TIMED.format(code=code)).stdout)


def run(rounds: int = 9) -> dict[str, float]:
    """Return median CPU seconds of both and their ratio, and the shares of indexing by package."""
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as full:
        seconds(full, BASE), seconds(full, APP)  # writes byte code
        taken = [(seconds(full, BASE), seconds(full, APP), seconds(empty, APP, "-B")) for _ in range(rounds)]
        told = shares(full, rounds)
    base, app, compiling = (statistics.median(column) for column in zip(*taken, strict=True))
    figures = {"base seconds": base, "app seconds": app, "ratio": app / base, "target below": TARGET}
    return {**figures, "app seconds, no byte code": compiling, **told}


def shares(folder: str, rounds: int) -> dict[str, float]:
    """Return which part of indexing each package's own modules take, the largest first."""
    least: dict[str, int] = {}
    for _ in range(rounds):
        for microseconds, name in LINE.findall(python(folder, "-X", "importtime", "-c", APP).stderr):
            least[name] = min(least.get(name, sys.maxsize), int(microseconds))
    spent: Counter[str] = Counter()
    for name, microseconds in least.items():
        spent[package(name)] += microseconds
    whole = spent.total()
    return {f"share of {name}": part / whole for name, part in spent.most_common() if part > LEAST_SHARE * whole}


def package(name: str) -> str:
    """Return the first part of a module's name, of our own and of namespaces the first two."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in {"shared", "azure"} else parts[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    for name, value in run(parser.parse_args().rounds).items():
        print(f"{name:28}{value:.3f}")


if __name__ == "__main__":
    main()
