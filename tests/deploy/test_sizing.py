"""Instances, pools and connections: one calculation for the Bicep, the document and the server."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from deploy import plain_bicep, sizing
from shared.platform import apart
from shared.platform.settings_model import Settings

ROOT = Path(__file__).resolve().parents[2]
# Of Microsoft's table of limits: max_connections a machine has by default, by its memory.
MOST_CONNECTIONS = {"B2ms": 859, "D2ds_v5": 859, "D8ds_v5": 3437}


@pytest.mark.parametrize("size", sizing.SIZES, ids=lambda size: size.name)
def test_all_instances_at_once_find_their_connections(size: sizing.Size):
    text = (ROOT / "infra" / "bicep" / "modules" / "environment.bicep").read_text()
    block = re.search(rf"  {size.name}: \{{(.*?)\n  \}}", text, re.DOTALL)
    assert block is not None
    named = re.findall(r"(instances|alwaysReady|pool|connections|storageGB): (\d+)", block[1])
    given = {name: int(value) for name, value in named}

    ours = {"instances": size.instances, "alwaysReady": size.always_ready, "pool": size.pool}
    assert given == {**ours, "connections": size.connections, "storageGB": size.storage_gigabytes}
    assert f"'Standard_{size.machine}'" in block[1]
    assert size.needed <= size.connections <= MOST_CONNECTIONS[size.machine]
    assert size.pool <= sizing.THREADS
    assert apart.CONNECTIONS * Settings.model_fields["render_processes"].default == sizing.RENDERING
    assert f"PYTHON_THREADPOOL_THREAD_COUNT: '{sizing.THREADS}'" in text
    functions = (ROOT / "infra" / "bicep" / "modules" / "functions.bicep").read_text()
    assert f"instanceMemoryMB: {sizing.GIGABYTES * 1024}" in functions


def test_one_connection_more_per_instance_would_not_fit():
    """The smaller sizes use what there is: the limit is no accident."""
    small, medium, _ = (replace(size, pool=size.pool + 1) for size in sizing.SIZES)
    assert small.needed > small.connections
    assert medium.needed > medium.connections


def test_the_document_has_the_table_that_is_computed():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "\n".join(sizing.rows()) in page


def test_a_month_costs_what_its_parts_do():
    free = sizing.Prices(*[Decimal(0)] * 8)
    small = sizing.SIZES[0]

    assert sizing.monthly_cost(small, free) == Decimal(99)  # 0.136 x 730 = 99.28
    assert sizing.monthly_cost(small, free, replica=True) == Decimal(199)  # 198.56
    busy = replace(free, gigabyte_second=Decimal("0.00001"))
    assert sizing.monthly_cost(small, busy) == Decimal(109)  # + (10,000 x 0.15 + 14,400) x 30 x 2 x 0.00001 = 9.54


def test_the_pool_of_the_settings_is_the_one_that_is_reckoned_with():
    assert max(size.pool for size in sizing.SIZES) == Settings.model_fields["database_pool_size"].default


def test_scanners_are_given_files_without_types_of_our_own(tmp_path: Path):
    assert plain_bicep.write(tmp_path) == len(list((ROOT / "infra" / "bicep").rglob("*.bicep")))
    written = "".join(path.read_text() for path in tmp_path.rglob("*.bicep"))
    assert not re.search(r"^type |^param \w+ (\{|\w+\[)", written, re.MULTILINE)
    assert written.count("\nresource ") == sum(
        path.read_text().count("\nresource ") for path in (ROOT / "infra" / "bicep").rglob("*.bicep")
    )
