"""How the process gets memory from the system and gives it back."""

import ctypes
import os

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # <malloc.h> of glibc
# By the name under which glibc itself takes them from the environment.
OPTIONS = {"MALLOC_ARENA_MAX": (M_ARENA_MAX, 2), "MALLOC_MMAP_THRESHOLD_": (M_MMAP_THRESHOLD, 256 * 1024)}


def tune_allocator() -> bool:
    """Let the process keep little memory that it does not use; false where there is no such choice.

    All threads share two arenas. By default glibc keeps eight for each core, and what one thread frees only threads of
    the same arena use again. With 32 threads that work off long answers in turn, a worker held three times as much free
    memory as it used, and more with each hour. Python's threads take turns anyhow, so they hardly wait for one another.

    What is large goes back to the system as soon as it is freed. By default glibc keeps ever larger pieces for the next
    one as large, between which small ones settle and hold them.

    What the environment sets stays as somebody has chosen it.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
        return all(mallopt(*option) for name, option in OPTIONS.items() if name not in os.environ)
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False
