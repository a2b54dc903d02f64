"""How long Azure waits for the app to be indexed, against the bare import of what it cannot do without.

Fresh processes by turns: medians and their ratio, with byte code (the package that is deployed has it) and without.
Then where the time goes, by package, as `python -X importtime` tells. Target: a ratio below 1.3.
"""

import argparse
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
TIMED = "import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", re.MULTILINE)
LEAST_SHARE = 0.02


def seconds(code: str, *options: str) -> float:
    command = [sys.executable, *options, "-c", TIMED.format(code=code)]
    return float(subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout)


def run(rounds: int = 9) -> dict[str, float]:
    """Return median seconds of both and their ratio, and the shares of indexing by package."""
    seconds(BASE), seconds(APP)  # writes byte code
    with tempfile.TemporaryDirectory() as empty:
        without = ("-B", "-X", f"pycache_prefix={empty}")
        taken = [(seconds(BASE), seconds(APP), seconds(APP, *without)) for _ in range(rounds)]
    base, app, compiling = (statistics.median(column) for column in zip(*taken, strict=True))
    figures = {"base seconds": base, "app seconds": app, "ratio": app / base, "target below": TARGET}
    return {**figures, "app seconds, no byte code": compiling, **shares()}


def shares() -> dict[str, float]:
    """Return which part of indexing each package's own modules take, the largest first."""
    command = [sys.executable, "-X", "importtime", "-c", APP]
    told = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stderr
    spent: Counter[str] = Counter()
    for microseconds, name in LINE.findall(told):
        spent[package(name)] += int(microseconds)
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
