import time
from collections import Counter

from tests.local.conftest import end, wait_for

EVERY_SECOND = "* * * * * *"


def test_after_a_downtime_a_timer_runs_once_and_knows_it_is_late(start_host):
    hosted = start_host(TICK=EVERY_SECOND)
    hosted.wait_for_traces("tick-ended", 1)
    wait_for(lambda: 0.3 < time.time() % 1 < 0.8)  # the run is noted and the next one not begun
    hosted.kill()
    before = hosted.traces("tick")
    wait_for(lambda: time.time() > before[-1]["at"] + 2.2)  # two ticks are missed

    hosted.start_again()

    after = hosted.wait_for_traces("tick", len(before) + 2)[len(before) :]
    assert [tick["past_due"] for tick in after[:2]] == [True, False]
    assert not any(tick["past_due"] for tick in before)


def test_a_timer_never_overlaps_itself(start_host):
    hosted = start_host(TICK=EVERY_SECOND, TICK_SECONDS="1.1")
    ends = hosted.wait_for_traces("tick-ended", 2)
    begins = hosted.traces("tick")

    assert begins[1]["at"] >= ends[0]["at"]


def test_two_workers_run_a_timer_once_a_tick_and_go_on_when_one_dies(start_host):
    hosted = start_host(workers=2, TICK=EVERY_SECOND)
    first = hosted.wait_for_traces("tick", 2)
    end(first[-1]["pid"])
    ticks = hosted.wait_for_traces("tick", len(first) + 2, seconds=20)

    on_time = Counter(round(tick["at"]) for tick in ticks if not tick["past_due"])
    assert set(on_time.values()) == {1}
    assert len({tick["pid"] for tick in ticks}) == 2


def test_a_failing_timer_is_tried_again_as_its_policy_says(plain_host):
    hosted = plain_host
    hosted.process.fire("on_new_year")

    hosted.wait_for_traces("new-year", 3)
    wait_for(lambda: hosted.process.log.count("on_new_year failed") == 3)
    assert len(hosted.traces("new-year")) == 3
