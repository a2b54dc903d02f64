"""A simulation of a day in which 1,000 shops work on one app. Nothing of it is measured but the speeds it begins with.

Each shop has 20 people who ask for 3,000 pages in a working day and 40 reports, and two files of 20,000 lines at night.
Pages and reports come as Poisson streams that rise from eight to a peak at ten and at fourteen and fall until
eighteen; files come within the two hours after midnight. Shops lie in eight time zones, an hour apart. Files and
reports wait in one queue and are served in the order of their coming, two at once on each instance
(`maxDegreeOfParallelism` of host.json); a page takes a thread and a connection for as long as it lasts. The answer is
the least number of instances with which 95 % of the reports wait less than half a minute and a page finds a free
connection 999 times of 1,000, and what docs/operations.md then says of the database:

    instances x worker processes x DATABASE_POOL_SIZE + 5 <= max_connections

How fast the one database is with so many instances is not simulated: the speeds are those of one instance with it.
"""

import heapq
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

SHOPS, ZONES = 1_000, 8
PAGES, REPORTS = 3_000, 40  # of a shop and a day
FILES, LINES = 2, 20_000  # of a shop and a night, and of a file
PROFILE = {8: 0.5, 9: 1.0, 10: 1.5, 11: 1.2, 12: 0.7, 13: 1.0, 14: 1.5, 15: 1.2, 16: 0.9, 17: 0.5}
SECONDS_OF_A_PAGE = 0.05  # with a connection; docs/benchmarks.md has the measured ones
JOBS_AT_ONCE, POOL, RESERVED = 2, 10, 5
LONGEST_WAIT, SHARE = 30.0, 0.95
CERTAIN = 3.09  # standard deviations: 999 of 1,000
HOUR, DAY = 3_600, 86_400
# Azure Database for PostgreSQL flexible server, default of max_connections by memory (8, 16, 32, 64 GiB).
MAX_CONNECTIONS = {"2 cores": 859, "4 cores": 1_718, "8 cores": 3_437, "16 cores": 5_000}


@dataclass(frozen=True)
class Speed:
    """What one instance does in a second when it does nothing else."""

    lines_per_second: float
    reports_per_second: float


def run(speed: Speed) -> dict[str, float | str]:
    """Return the simulated day's figures, each named as simulated."""
    jobs = sorted(arrivals(speed, random.Random(1)))  # noqa: S311 - made-up days
    instances = least_instances(jobs)
    for_pages = ceil(pages_at_once() / POOL)
    needed = max(instances, for_pages)
    connections = needed * POOL + RESERVED
    fitting = next((name for name, most in MAX_CONNECTIONS.items() if connections <= most), "none: a pooler is needed")
    return {
        "simulated_shops": SHOPS,
        "simulated_files_and_reports": len(jobs),
        "simulated_instances_for_files_and_reports": instances,
        "simulated_instances_for_pages": for_pages,
        "simulated_p95_wait_of_reports_seconds": p95_wait(jobs, needed),
        "simulated_connections_by_the_formula": connections,
        "simulated_smallest_database": fitting,
    }


def arrivals(speed: Speed, chance: random.Random) -> Iterator[tuple[float, float, bool]]:
    """Yield moment, seconds of work, and whether it is a report, for every file and report of the day."""
    hours, weights = list(PROFILE), list(PROFILE.values())
    for shop in range(SHOPS):
        offset = shop % ZONES * HOUR
        for _ in range(FILES):
            yield (offset + chance.random() * 2 * HOUR) % DAY, LINES / speed.lines_per_second, False
        for hour in chance.choices(hours, weights, k=REPORTS):
            yield (offset + (hour + chance.random()) * HOUR) % DAY, 1 / speed.reports_per_second, True


def least_instances(jobs: list[tuple[float, float, bool]]) -> int:
    instances = 1
    while p95_wait(jobs, instances) > LONGEST_WAIT:
        instances += 1
    return instances


def p95_wait(jobs: list[tuple[float, float, bool]], instances: int) -> float:
    """Return how long 95 % of the reports wait at most, in seconds, first come first served.

    An instance's speed is that of all it does at once, so each of two jobs at once takes twice as long.
    """
    free = [0.0] * (instances * JOBS_AT_ONCE)
    waits = []
    for moment, seconds, is_report in jobs:
        begun = max(moment, heapq.heappop(free))
        heapq.heappush(free, begun + seconds * JOBS_AT_ONCE)
        if is_report:
            waits.append(begun - moment)
    return statistics.quantiles(waits, n=100)[round(SHARE * 100) - 1]


def pages_at_once() -> float:
    """Return how many pages are being made at once in the busiest hour: Little's law and Poisson's deviation."""
    total = sum(PROFILE.values())
    busiest = max(
        sum(PROFILE.get((hour - zone) % 24, 0.0) for zone in range(ZONES)) / ZONES * SHOPS * PAGES / total / HOUR
        for hour in range(24)
    )
    mean = busiest * SECONDS_OF_A_PAGE
    return mean + CERTAIN * sqrt(mean)
