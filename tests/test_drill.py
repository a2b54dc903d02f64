"""`make drill` tells of each fault in a line, and ends with 1 when one was not survived."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DRILLS = """
import os
import pytest

def test_survived(record_property):
    record_property("verdict", f"DRILL={os.environ['DRILL']} in {os.environ['ROUNDS']} rounds")

def test_not_survived():
    assert 1 + 1 == 3

def test_not_here():
    pytest.skip("there is no such part")
"""


def test_a_line_for_each_and_the_exit_code(tmp_path: Path):
    path = tmp_path / "test_faults.py"
    path.write_text(DRILLS)
    command = [sys.executable, "-m", "benchmarks.drill", "--rounds", "7"]

    failed = subprocess.run([*command, str(path)], cwd=PROJECT, capture_output=True, text=True, check=False)

    lines = [line.partition(", 0 s")[0] for line in failed.stdout.splitlines()]
    assert "✓ survived" in lines
    assert "    DRILL=1 in 7 rounds" in lines
    assert "✗ not survived" in lines
    assert "- not here" in lines
    assert lines[-1] == "1 passed, 1 failed, 1 could not be tried here"
    assert failed.returncode == 1
