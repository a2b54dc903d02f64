"""`python -m benchmarks.ranking_speed`: how long the ranking of 2,000 influencers over all windows takes, stored.

The shop of `make bench-analytics`, its influencers spread over platforms and tiers. Measured in a process of its own,
as a timer would set it off: the first time with all imports, then the median of five; its memory at the most.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from benchmarks.analytics import shop
from benchmarks.bench_analytics import ROWS, server
from shared.platform import clock, db

SPREAD = text("""
    UPDATE influencers SET platform = (ARRAY['Instagram', 'TikTok', 'YouTube', 'Pinterest'])[1 + influencer_id % 4],
                           follower_count = (ARRAY[5000, 50000, 200000, 700000, 2000000])[1 + influencer_id / 4 % 5]""")
TIMES = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking_speed", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"purchases (default {ROWS:,})")
    parser.add_argument("--measure", action="store_true", help="of the database of the environment")
    arguments = parser.parse_args()
    if arguments.measure:
        for name, value in measured().items():
            print(f"{name:32}{value:,.2f}")
        return
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        shop.build(arguments.rows, Path(folder))
        with db.connection() as connection:
            connection.execute(SPREAD)
        shop.maintain()
        command = [sys.executable, "-m", "benchmarks.ranking_speed", "--measure"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
        print(done.stdout.rstrip())


def measured() -> dict[str, float]:
    seconds, cpu = [], []
    for _ in range(1 + TIMES):
        began, used = time.perf_counter(), time.process_time()
        _rank()
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    return {
        "first, s": seconds[0],
        "then, s": sorted(seconds[1:])[TIMES // 2],
        "then, s of this process's CPU": sorted(cpu[1:])[TIMES // 2],
        "memory, MB": _most_memory(),
    }


def _most_memory() -> float:
    """Return what this process held at most; of its rusage the kernel counts in the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _rank() -> None:
    from shared.analytics import jobs  # noqa: PLC0415 - the first time is measured with its imports

    with db.transaction() as session:
        jobs.recompute_rankings(session, clock.today())


if __name__ == "__main__":
    main()
