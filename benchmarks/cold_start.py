"""How long Azure waits for the app to be indexed, against the bare import of what it cannot do without.

Fresh processes, alternating, byte code present: medians and their ratio. Target: less than 1.3.
"""

import statistics
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TARGET = 1.3
BASE = "import azure.functions, pydantic, sqlalchemy.orm, psycopg2"
APP = "import function_app; function_app.app.get_functions()"
TIMED = "import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"


def seconds(code: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(code=code)], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def run(rounds: int = 9) -> dict[str, float]:
    """Return median seconds of both and their ratio."""
    seconds(BASE), seconds(APP)  # writes byte code
    pairs = [(seconds(BASE), seconds(APP)) for _ in range(rounds)]
    base, app = (statistics.median(column) for column in zip(*pairs, strict=True))
    return {"base_seconds": base, "app_seconds": app, "ratio": app / base, "target_below": TARGET}


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:15}{value:.3f}")
