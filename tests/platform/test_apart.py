"""Work in a process of its own: what comes back, what happens when one of the two is killed."""

import os
import signal
import subprocess
import sys
import time
from operator import truediv
from pathlib import Path

import psutil
import pytest

from shared.platform import apart
from shared.platform.config import settings

ROOT = Path(__file__).resolve().parents[2]
WAITS = "import os, time; from shared.platform import apart; print(apart.run(os.getpid), flush=True); time.sleep(60)"


def test_work_is_done_elsewhere_and_gives_way(renderer: psutil.Process):
    assert renderer.pid != os.getpid()
    assert apart.run(os.getpid) == renderer.pid
    assert renderer.nice() == psutil.Process().nice() + apart.GIVES_WAY
    assert apart.run(os.getenv, "DATABASE_POOL_SIZE") == str(apart.CONNECTIONS)


def test_what_it_raises_is_raised_here_and_it_goes_on(renderer: psutil.Process):
    with pytest.raises(ZeroDivisionError):
        apart.run(truediv, 1, 0)
    assert apart.run(truediv, 1, 2) == 0.5
    assert renderer.is_running()


class Stubborn(Exception):  # noqa: N818 - it is what happens to it that matters
    """Two parts are needed to make it, one is remembered: it cannot be made again elsewhere."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def stumble() -> None:
    raise Stubborn("what ", "happened")


def end_short() -> None:
    raise EOFError("a file that ends in the middle")


def test_a_work_that_comes_to_an_end_of_file_is_not_the_end_of_the_process(renderer: psutil.Process):
    with pytest.raises(EOFError, match="in the middle"):
        apart.run(end_short)
    assert apart.run(os.getpid) == renderer.pid


def test_what_cannot_be_told_elsewhere_is_put_in_words(renderer: psutil.Process):
    with pytest.raises(RuntimeError, match="Stubborn: what happened"):
        apart.run(stumble)
    assert apart.run(os.getpid) == renderer.pid


def test_one_that_is_killed_says_so_and_the_next_work_gets_another(renderer: psutil.Process):
    with pytest.raises(apart.DiedError):
        apart.run(os.kill, renderer.pid, signal.SIGKILL)
    assert apart.run(os.getpid) != renderer.pid


def test_an_interrupt_at_the_terminal_is_for_who_started_it(renderer: psutil.Process):
    renderer.send_signal(signal.SIGINT)
    assert apart.run(os.getpid) == renderer.pid


def test_it_ends_with_who_started_it_however_that_ends(renderer: psutil.Process):
    with subprocess.Popen([sys.executable, "-c", WAITS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        its_child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    ends = time.monotonic() + 20
    while its_child.is_running() and its_child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_without_processes_the_work_is_done_in_place(database: None):
    assert settings().render_processes == 0
    assert apart.run(os.getpid) == os.getpid()
