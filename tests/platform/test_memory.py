"""The app keeps little memory that it does not use."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have no such options")
PROBE = """
import ctypes, re, sys, tempfile, threading
{first}
full = threading.Barrier(17)
def fill():
    kept = [bytearray(5_000) for _ in range(100)]
    full.wait()
    full.wait()
threads = [threading.Thread(target=fill) for _ in range(16)]
for thread in threads: thread.start()
full.wait()
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as told:
    stream = ctypes.c_void_p(c.fopen(told.name.encode(), b"w"))
    c.malloc_info(0, stream)
    c.fclose(stream)
    print(len(re.findall(b"<heap nr=", told.read())))
full.wait()
"""
# A hundred large pieces between small ones that stay; prints how many megabytes are left of them when they are freed.
LARGE = """
{first}
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
largest = bytearray(20_000_000)
del largest
before, pieces, kept = resident(), [], []
for _ in range(100):
    pieces.append(bytearray(1_000_000))
    kept.append(bytearray(2_000))
full = resident()
assert full - before > 90, full - before
del pieces
print(resident() - before)
"""


def test_threads_of_the_app_share_two_arenas(app_settings: dict[str, str]):
    assert arenas("import function_app", app_settings) == 2
    assert arenas("", app_settings) > 2


def test_who_has_chosen_keeps_his_choice(app_settings: dict[str, str]):
    chosen = app_settings | {"MALLOC_ARENA_MAX": "5"}

    assert arenas("import function_app", chosen) == 5


def test_what_is_large_goes_back_when_it_is_freed(app_settings: dict[str, str]):
    assert float(told(LARGE.format(first="import function_app"), app_settings)) < 10
    assert float(told(LARGE.format(first=""), app_settings)) > 50


def arenas(first: str, environment: dict[str, str]) -> int:
    """Return how many arenas a process has after it did this `first` and while 16 threads hold memory."""
    return int(told(PROBE.format(first=first), environment))


def told(code: str, environment: dict[str, str]) -> str:
    without = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=without | environment, cwd=PROJECT, capture_output=True, text=True, check=True)
    return done.stdout
