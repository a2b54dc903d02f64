"""The arithmetic of the scale-out benchmark, by cases that are reckoned in the head."""

import pytest

from benchmarks.daily_load import Speed, p95_wait, run
from benchmarks.scale_out import jain


def test_two_at_once_on_an_instance_each_at_half_its_speed():
    jobs = [(0.0, 10.0, True)] * 40  # of which 40, 2 begin at once, and the last two after 19 times 20 seconds

    assert p95_wait(jobs[:2], 1) == 0
    assert p95_wait(jobs, 20) == 0
    assert p95_wait(jobs, 10) == pytest.approx(20)
    assert 340 < p95_wait(jobs, 1) <= 380


def test_a_file_ahead_keeps_a_report_waiting_and_is_not_counted_itself():
    assert p95_wait([(0.0, 30.0, False), (0.0, 30.0, False), (10.0, 1.0, True), (10.0, 1.0, True)], 1) == 50


def test_half_the_speed_needs_no_fewer_instances_and_the_formula_holds():
    slow, fast = run(Speed(1_000, 0.5)), run(Speed(2_000, 1))
    name = "simulated_instances_for_files_and_reports"

    assert int(slow[name]) > int(fast[name]) >= 1
    assert slow["simulated_connections_by_the_formula"] == int(slow[name]) * 10 + 5


def test_fairness():
    assert jain([3.0, 3.0, 3.0]) == pytest.approx(1)
    assert jain([1.0, 0.0, 0.0, 0.0]) == pytest.approx(0.25)
