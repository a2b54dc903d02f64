"""The worker's disk is full while a report is written."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.conftest import Hosted, Say
from tests.faults.files import begin_import, ready_report, wait_until_imported
from tests.faults.traffic import wait_for
from tests.sales.shop import rows

PURCHASES = {"kind": "purchases", "format": "csv", "filters": {"window": "all"}}


@contextmanager
def tiny(folder: Path) -> Iterator[None]:
    """Let `folder` be a disk of 64 kB; skip where one may not mount."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here, so that no disk can be made small")
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_full_while_a_report_is_written(hosted: Hosted, say: Say):
    with hosted.client() as client:
        wait_until_imported(hosted, client, begin_import(client, "orders", 5_000))
        with tiny(hosted.disk):
            report_id = client.post("reports", json=PURCHASES).json()["report_id"]
            told = wait_for(lambda: failed(client, report_id))
            assert client.get("products").status_code == 200
            imported = wait_until_imported(hosted, client, begin_import(client, "orders", 5_100))
        again = client.post("reports", json=PURCHASES).json()["report_id"]
        content = httpx.get(ready_report(hosted, client, again)["download_url"]).content

    assert "five tries" in told["error"]
    assert rows("SELECT DISTINCT detail->>'result' FROM job_runs WHERE outcome = 'failed' AND name = 'render_report'")
    assert imported["rows_inserted"] == 100
    assert content.count(b"\n") == 5_101
    say("the report failed with words after five tries, the rest went on, and asked for again it was made")


def failed(client: httpx.Client, report_id: str) -> dict[str, str] | None:
    report: dict[str, str] = client.get(f"reports/{report_id}").json()
    return report if report["state"] == "failed" else None
