"""How many connections and how much money a size needs; run as a module it prints the table of docs/operations.md.

The one calculation: instances times the pools of their processes, and people, must fit into max_connections less what
Azure keeps for itself.
"""

import sys
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

KEPT_BY_AZURE = 15  # connections for replication and monitoring, of every flexible server
PEOPLE = 5  # connections for migrations and people
PROCESSES = 1  # worker processes per instance: FUNCTIONS_WORKER_PROCESS_COUNT is not set
RENDERING = 2  # connections of the process of an instance that makes reports: RENDER_PROCESSES is not set
THREADS = 32  # requests at once per process: PYTHON_THREADPOOL_THREAD_COUNT
GIGABYTES = 2  # of memory per instance
HOURS = 730  # of a month
SECONDS_OF_A_REQUEST = Decimal("0.15")  # a generous mean: reports and imports are jobs and counted beside
DAYS = 30


@dataclass(frozen=True)
class Prices:
    """List prices in US dollars, East US, 2025: an order of magnitude. Azure's calculator has those of today."""

    gigabyte_second: Decimal = Decimal("0.000026")
    always_ready_gigabyte_second: Decimal = Decimal("0.000004")
    million_executions: Decimal = Decimal("0.40")
    database_gigabyte: Decimal = Decimal("0.115")
    blob_gigabyte: Decimal = Decimal("0.02")
    log_gigabyte: Decimal = Decimal("2.30")
    site: Decimal = Decimal(9)
    endpoint: Decimal = Decimal("7.30")


@dataclass(frozen=True)
class Size:
    """One of the sizes of infra/bicep: what it is made of, and what it is meant for."""

    name: str
    instances: int
    always_ready: int
    pool: int
    connections: int
    machine: str
    machine_hour: Decimal  # US dollars, as above
    storage_gigabytes: int
    requests_a_day: int
    job_hours_a_day: int  # of one instance: imports, renderings, rankings, folding
    log_gigabytes_a_month: int
    highly_available: bool

    @property
    def needed(self) -> int:
        """Return how many connections all instances, people and Azure itself may hold at once."""
        return self.instances * PROCESSES * (self.pool + RENDERING) + PEOPLE + KEPT_BY_AZURE

    @property
    def requests_at_once(self) -> int:
        return self.instances * PROCESSES * THREADS


SIZES = (
    Size("small", 40, 0, 5, 300, "B2ms", Decimal("0.136"), 64, 10_000, 4, 5, highly_available=False),
    Size("medium", 60, 1, 8, 620, "D2ds_v5", Decimal("0.178"), 256, 200_000, 12, 30, highly_available=True),
    Size("large", 100, 2, 10, 1300, "D8ds_v5", Decimal("0.712"), 1024, 2_000_000, 48, 150, highly_available=True),
)


def monthly_cost(size: Size, prices: Prices | None = None, *, replica: bool = False) -> Decimal:
    """Return about how many US dollars a month costs, half up, with a private network."""
    given = prices or Prices()
    servers = (2 if size.highly_available else 1) + (1 if replica else 0)
    database = servers * (size.machine_hour * HOURS + size.storage_gigabytes * given.database_gigabyte)
    other = (
        given.site + 2 * given.endpoint + size.log_gigabytes_a_month * given.log_gigabyte + 100 * given.blob_gigabyte
    )
    return (database + _compute(size, given) + other).quantize(Decimal(1), ROUND_HALF_UP)


def _compute(size: Size, prices: Prices) -> Decimal:
    busy = size.requests_a_day * SECONDS_OF_A_REQUEST + size.job_hours_a_day * 3600
    ready = size.always_ready * HOURS * 3600 * GIGABYTES * prices.always_ready_gigabyte_second
    executions = Decimal(size.requests_a_day * DAYS) / 1_000_000 * prices.million_executions
    return busy * DAYS * GIGABYTES * prices.gigabyte_second + ready + executions


def rows() -> list[str]:
    """Return the table of docs/operations.md, line by line."""
    return [
        f"| `{size.name}` | {size.instances} | {size.requests_at_once:,} | {size.pool} | {size.needed:,} "
        f"| {size.connections:,} | {size.machine}, {size.storage_gigabytes} GB | {size.requests_a_day:,} "
        f"| {monthly_cost(size):,} | {monthly_cost(size, replica=True) - monthly_cost(size):,} |"
        for size in SIZES
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
