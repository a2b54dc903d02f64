"""`make check-setup`: say how each part is that the app depends on, and exactly what is missing.

Run it as whom the app runs. Exit code 0: the app can serve; 1: it cannot.
"""

import sys

from commands.environment import run
from shared.platform import readiness
from shared.reporting import watch


def check() -> None:
    parts = readiness.parts(watch.probes())
    for part in parts:
        facts = [part.state, part.code if part.code != part.state else None, part.detail or None]
        if part.age_seconds is not None:
            facts.append(f"{part.age_seconds} s")
        if part.waiting is not None:
            facts.append(f"{part.waiting} waiting")
        sys.stdout.write(f"{part.name:20}{', '.join(fact for fact in facts if fact)}\n")
    if any(part.state == "failing" for part in parts):
        sys.exit(1)


if __name__ == "__main__":
    run(check)
