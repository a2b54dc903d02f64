"""`make compute-payments`: what the timer does each day: payment lines of what was earned, payments of what is due.

Exit code 0: done for everybody; 1: failed for some, whom the log names.
"""

import sys

from commands.environment import run
from shared.finance.computing import jobs


def compute() -> None:
    try:
        made = jobs.compute_payments()
    except jobs.SomeFailedError as failure:
        sys.stderr.write(f"{failure}\n")
        sys.exit(1)
    sys.stdout.write(f"{made['lines']} lines and {made['payments']} payments were made.\n")


if __name__ == "__main__":
    run(compute)
