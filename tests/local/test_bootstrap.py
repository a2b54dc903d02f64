"""Setting up a fresh machine, with a uv that fails or is interrupted: told in a line or two, never by a traceback."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).resolve().parents[2] / "local" / "bootstrap.py"
MOST_SECONDS = 20


@pytest.fixture
def begin(tmp_path: Path):
    """Called with what uv does for each of its commands (`case` of a shell): starts setting up."""
    begun: list[subprocess.Popen[str]] = []

    def begin(cases: str, *groups: str, **variables: str) -> subprocess.Popen[str]:
        ours = tmp_path / "project" / "local" / BOOTSTRAP.name  # the project has no .venv yet
        ours.parent.mkdir(parents=True)
        shutil.copy(BOOTSTRAP, ours)
        uv = tmp_path / "uv"
        uv.write_text(f'#!/bin/sh\ncase "$*" in\n--version) ;;\n{cases}\nesac\n')
        uv.chmod(0o755)
        environment = {"PATH": f"{tmp_path}:{os.defpath}", "HOME": str(tmp_path), **variables}
        command = [sys.executable, str(ours), *groups]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        begun.append(subprocess.Popen(command, env=environment, start_new_session=True, **pipes))  # type: ignore[call-overload]
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def test_ctrl_c_while_packages_are_installed_ends_in_one_line(begin, tmp_path):
    reached = tmp_path / "reached"
    process = begin(f"*--check*) exit 1 ;;\n*) touch {reached}; sleep {MOST_SECONDS} ;;", UV_PYTHON=sys.executable)
    deadline = time.monotonic() + MOST_SECONDS
    while not reached.exists() and time.monotonic() < deadline:
        time.sleep(0.02)

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everybody
    said, complained = process.communicate(timeout=MOST_SECONDS)

    assert "Installing Python packages" in said
    assert complained == "Stopped. The next start goes on from here.\n"
    assert process.returncode == 130


def test_a_python_that_cannot_be_fetched_is_told_with_the_reason_and_what_to_do(begin, tmp_path):
    cases = "*find*) exit 2 ;;\n*install*) echo 'error: no route to host' >&2; exit 1 ;;"
    process = begin(cases, UV_PYTHON="/none", PATH=str(tmp_path))  # no Python 3.13 of the machine's own

    _, complained = process.communicate(timeout=MOST_SECONDS)

    assert "no route to host" in complained
    assert "set UV_PYTHON" in complained
    assert "Traceback" not in complained
    assert process.returncode == 1


def test_what_is_set_up_already_is_left_alone_without_a_word(begin):
    process = begin("*--check*) exit 0 ;;\n*) exit 1 ;;", UV_PYTHON=sys.executable)

    assert process.communicate(timeout=MOST_SECONDS) == ("", "")
    assert process.returncode == 0


def test_a_group_that_is_wanted_is_installed(begin):
    cases = '*--group=bench*--check) exit 1 ;;\n*--group=bench*) ;;\n*) echo "$*" >&2; exit 1 ;;'
    process = begin(cases, "bench", UV_PYTHON=sys.executable)

    assert process.communicate(timeout=MOST_SECONDS)[1] == ""
    assert process.returncode == 0
